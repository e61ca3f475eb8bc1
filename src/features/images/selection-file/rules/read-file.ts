import * as z from 'zod/mini'
import {
  SELECTION_FILE_FORMAT,
  SELECTION_FILE_VERSION,
  selectionFile,
  type SelectionFile,
} from '#contract/selection-file.ts'
import { keyringConflict } from '#selections/keyring-conflict.ts'
import { releaseName } from '#selections/keys.ts'
import { tidy } from '#selections/wanted.ts'
import { addressKey } from './pair-sources.ts'
import { fileText, type FileProblem } from './file-text.ts'
import { readJsonLines, type JsonLines } from './json-lines.ts'

export type SelectionFileResult =
  | { readonly file: SelectionFile }
  | { readonly problems: readonly FileProblem[] }

/** Reads a selection file. Whatever is wrong with it is reported with its line, and the file is not used. */
export function readSelectionFile(bytes: Uint8Array): SelectionFileResult {
  const text = fileText(bytes)
  if ('problem' in text) return { problems: [text.problem] }
  const json = readJsonLines(text.text)
  if ('problems' in json) return json
  const other = otherKind(json)
  if (other) return { problems: [other] }
  const read = z.safeParse(selectionFile, json.value)
  if (!read.success)
    return { problems: sorted(read.error.issues.flatMap((issue) => problemsOf(issue, json))) }
  const contrary = contradictions(read.data, json)
  return contrary.length > 0 ? { problems: sorted(contrary) } : { file: tidied(read.data) }
}

/** A file of another kind or of a newer version gets this one problem, not one for each of its fields. */
function otherKind({ value, lineOf }: JsonLines): FileProblem | null {
  const { format, version } =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { format?: unknown; version?: unknown })
      : {}
  if (format !== SELECTION_FILE_FORMAT)
    return {
      line: lineOf(['format']),
      text: `This JSON is not a selection file: “format” is not "${SELECTION_FILE_FORMAT}".`,
    }
  if (typeof version === 'number' && Number.isInteger(version) && version > SELECTION_FILE_VERSION)
    return {
      line: lineOf(['version']),
      text: `The file has version ${version}. This page reads version ${SELECTION_FILE_VERSION}: update MAAS Images.`,
    }
  return null
}

function problemsOf(issue: z.core.$ZodIssue, { lineOf, lineOfName, has }: JsonLines): FileProblem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      line: lineOfName(path, key),
      text: `“${key}” is not a field of version ${SELECTION_FILE_VERSION}.`,
    }))
  const field = pathText(path)
  return [{ line: lineOf(path), text: has(path) ? `${field} ${issue.message}.` : `${field} is missing.` }]
}

/** `sources[0].selections[2].arches` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'The file'
    : path
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
        .join('')
        .slice(1)

/** What each value allows, but not all of them together. */
function contradictions({ sources }: SelectionFile, { lineOf }: JsonLines): FileProblem[] {
  const found: FileProblem[] = []
  const addresses = new Map<string, number>()
  for (const [at, source] of sources.entries()) {
    const line = lineOf(['sources', at, 'url'])
    const first = addresses.get(addressKey(source.url))
    if (first === undefined) addresses.set(addressKey(source.url), line)
    else found.push({ line, text: `The source appears twice. The first is on line ${first}.` })
    const conflict = keyringConflict(source.keyring_filename, source.keyring_data)
    if (conflict !== null) found.push({ line: lineOf(['sources', at, 'keyring_data']), text: conflict })
    const releases = new Map<string, number>()
    for (const [index, one] of source.selections.entries()) {
      const here = lineOf(['sources', at, 'selections', index])
      const before = releases.get(releaseName(one))
      if (before === undefined) releases.set(releaseName(one), here)
      else
        found.push({
          line: here,
          text: `${releaseName(one)} appears twice. The first is on line ${before}.`,
        })
    }
  }
  return found
}

/** `*` beside other names is the same as `*` alone. */
const tidied = (file: SelectionFile): SelectionFile => ({
  ...file,
  sources: file.sources.map((source) => ({
    ...source,
    selections: source.selections.map((one) => ({
      ...one,
      arches: tidy(one.arches),
      subarches: tidy(one.subarches),
      labels: tidy(one.labels),
    })),
  })),
})

const sorted = (problems: readonly FileProblem[]): FileProblem[] =>
  problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
