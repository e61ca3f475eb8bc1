import type { BootSource } from '#contract/maas.ts'
import { textHash } from '#lib/text/text-hash.ts'
import type { Draft, DraftEntry, SourceIdentity } from '#features/images/rules/model.ts'
import type { ReleaseKey } from '#selections/keys.ts'

type Source = Pick<BootSource, 'id' | 'url' | 'keyring_filename' | 'keyring_data'>

/** The URL and keyring that a selection of a source refers to. */
export const sourceIdentity = ({
  url,
  keyring_filename: file,
  keyring_data: data,
}: Source): SourceIdentity => ({
  url,
  keyring: data === '' ? file : textHash(data.replaceAll(/\s/g, '')),
})

/** Records the source identity for new draft entries. Returns the same object if nothing is missing. */
export function noteSources(draft: Draft, sources: readonly Source[]): Draft {
  if ([...draft.values()].every(({ on }) => on)) return draft
  const marks = new Map(sources.map((source) => [source.id, sourceIdentity(source)]))
  return new Map(
    [...draft].map(([key, entry]): [ReleaseKey, DraftEntry] => {
      const on = entry.on ?? marks.get(entry.sourceId)
      return [key, on ? { ...entry, on } : entry]
    }),
  )
}
