import { formatBytes } from '#lib/bytes.ts'
import { LARGEST_SELECTION_FILE } from '#contract/selection-file.ts'

/** What is wrong with a file. `line` counts from 1; null: it concerns the file as a whole. */
export type FileProblem = { readonly line: number | null; readonly text: string }

/** Shown for a file that has more than the limit, without reading it. @param bytes its size */
export const tooLarge = (bytes: number): FileProblem | null =>
  bytes <= LARGEST_SELECTION_FILE
    ? null
    : {
        line: null,
        text: `The file has ${formatBytes(bytes)}. A selection file has at most ${formatBytes(LARGEST_SELECTION_FILE)}.`,
      }

/**
 * The text of a file, without the byte order mark that some editors put in front, or why it cannot be a selection file.
 */
export function fileText(bytes: Uint8Array): { readonly text: string } | { readonly problem: FileProblem } {
  const large = tooLarge(bytes.length)
  if (large) return { problem: large }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return no(1, 'The file is UTF-16 text. Save it as UTF-8.')
  const at = bytes.indexOf(0)
  if (at >= 0) return no(lineAt(bytes, at), 'This is a binary file, not a selection file.')
  const text = decode(bytes)
  if (text === null)
    return no(lineAt(bytes, firstInvalid(bytes)), 'The file is not UTF-8 text. It may be a binary file.')
  const problem = otherFormat(text)
  return problem ?? { text }
}

const no = (line: number, text: string) => ({ problem: { line, text } })

const lineAt = (bytes: Uint8Array, end: number): number =>
  1 + bytes.subarray(0, end).filter((byte) => byte === 0x0a).length

/** Null if it is not valid. A byte order mark is left out. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The length of the longest beginning that is valid UTF-8. */
function firstInvalid(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length]
  while (valid + 1 < invalid) {
    const middle = (valid + invalid) >> 1
    // a beginning may end in the middle of a character, so this is exact to a few bytes
    if (isStart(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  return valid
}

function isStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

const YAML = /^(%YAML|---|#|-\s|[\w.-]+:(\s|$))/

/** Files that are often chosen by mistake. */
function otherFormat(text: string): { problem: FileProblem } | null {
  const start = text.trimStart()
  const line = 1 + text.slice(0, text.length - start.length).split('\n').length - 1
  if (start === '') return no(1, 'The file is empty.')
  if (/^<(!doctype html|html)/i.test(start)) return no(line, 'This is an HTML page, not a selection file.')
  if (start.startsWith('<')) return no(line, 'This is XML, not a selection file.')
  if (start.startsWith('-----BEGIN')) return no(line, 'This is a key in ASCII armor, not a selection file.')
  if (YAML.test(start)) return no(line, 'This looks like YAML. A selection file is JSON.')
  return null
}
