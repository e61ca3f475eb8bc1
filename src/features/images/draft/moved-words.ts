import { sourceName } from '#selections/source-name.ts'
import { stillOffered, type Moved } from '#features/images/rules/moved-sources.ts'
import type { DraftEntry } from '#features/images/rules/model.ts'

/** "You selected images from maas.io. This source is now http://mirror.example.com/." */
export function whatMoved({ source, on }: Moved): string {
  const name = sourceName(on.url)
  return on.url === source.url
    ? `You selected images from ${name}. This source now has a different keyring.`
    : `You selected images from ${name}. This source is now ${sourceName(source.url)}.`
}

/** Which part of a selected release can be kept: "amd64", "All of it". `offered` null: the source has not been read. */
export function offerText(entry: DraftEntry, offered: readonly string[] | null): string {
  if (entry.wanted === null) return '–'
  if (offered === null) return 'Not known yet'
  const left = stillOffered(entry, offered)
  if (left.length === 0) return 'Not offered'
  return left.length === entry.wanted.arches.length ? 'All of it' : left.join(', ')
}
