import type { BootSource } from '#contract/maas.ts'
import {
  SELECTION_FILE_FORMAT,
  SELECTION_FILE_VERSION,
  type FileSelection,
  type FileSource,
  type SelectionFile,
} from '#contract/selection-file.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { wantedOf } from '#features/images/rules/selection.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import { releaseName, type ReleaseId } from '#selections/keys.ts'
import { tidy } from '#selections/wanted.ts'
import { isSecretKey } from './secret-key.ts'
import { plain } from './pair-sources.ts'
import { readSelectionFile } from './read-file.ts'
import type { FileProblem } from './file-text.ts'

export type Exported = {
  readonly sources: readonly { readonly source: BootSource }[]
  readonly saved: Saved
  /** Empty: only what is saved. */
  readonly draft: Draft
  /** The version of MAAS. */
  readonly maas: string
  /** ISO */
  readonly at: string
}

/**
 * A region's boot sources and selections as a file. Passwords in addresses and private keys are left out. Selections
 * that import nothing are left out as well.
 */
export const fileOf = ({ sources, saved, draft, maas, at }: Exported): SelectionFile => ({
  format: SELECTION_FILE_FORMAT,
  version: SELECTION_FILE_VERSION,
  exported: { at, maas },
  sources: sourcesOf({ sources, saved, draft }),
})

/** The sources of a region as a file has them, for example to compare both. */
export const sourcesOf = ({
  sources,
  saved,
  draft,
}: Pick<Exported, 'sources' | 'saved' | 'draft'>): FileSource[] =>
  sources.map(({ source }) => ({
    url: publicAddress(source.url),
    keyring_filename: source.keyring_filename,
    keyring_data: isSecretKey(source.keyring_data) ? '' : plain(source.keyring_data),
    selections: selectionsOf(source.id, saved, draft),
  }))

/** The text of a file, or why this page could not read it again. */
export function writeSelectionFile(
  file: SelectionFile,
): { readonly text: string } | { readonly problems: readonly FileProblem[] } {
  const text = `${JSON.stringify(file, null, 2)}\n`
  const again = readSelectionFile(new TextEncoder().encode(text))
  return 'problems' in again ? again : { text }
}

/** `maas-selection-2026-11-27.json` @param at ISO */
export const fileNameOf = (at: string): string => `maas-selection-${at.slice(0, 10)}.json`

function selectionsOf(sourceId: number, saved: Saved, draft: Draft): FileSelection[] {
  const ids = new Map<string, ReleaseId>([...saved, ...draft])
  return [...ids]
    .flatMap(([key, { sourceId: of, os, release }]): FileSelection[] => {
      const wanted = of === sourceId ? wantedOf(saved, draft, key) : null
      if (!wanted) return []
      return [
        {
          os,
          release,
          arches: inOrder(wanted.arches),
          subarches: inOrder(wanted.subarches),
          labels: inOrder(wanted.labels),
        },
      ]
    })
    .toSorted((a, b) => compareNatural(releaseName(a), releaseName(b)))
}

const inOrder = (names: readonly string[]): string[] => tidy(names).toSorted(compareNatural)

/** An address without what could be a secret. MAAS uses only the rest of it. */
function publicAddress(url: string): string {
  const [address = ''] = url.split(/[?#]/)
  return address.replace(/^(https?:\/\/)[^/]*@/i, '$1')
}
