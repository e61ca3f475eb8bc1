import type { StreamReader } from '#lib/maas-version.ts'
import { bytesHere } from './held-files.ts'
import { broughtTo37 } from './brought-37.ts'
import { broughtFrom38 } from './brought-38.ts'
import { imageOf } from './brought-resources.ts'
import { byRelease } from './by-release.ts'
import {
  type Brought,
  type HeldResource,
  resourceText,
  type SourceOffer,
  type WantedImages,
} from './source-offer.ts'
import { passes } from './wanted-kernels.ts'

/*
 * What an import makes of a region, to the byte: what it brings, what it removes, what it downloads and frees. The
 * page shows it before it saves, and the embedded region does the same by its own rules; a property test holds the
 * two together.
 */

export type ImportOutcome = {
  /** By name and architecture. */
  readonly brought: ReadonlyMap<string, Brought>
  readonly removed: readonly HeldResource[]
  /** Bytes that are not here yet, by file: one that several kernels share is there once. */
  readonly missing: ReadonlyMap<string, number>
  /** Bytes of files that no boot resource uses any more, by file. */
  readonly gone: ReadonlyMap<string, number>
}

/** What the next import makes of what a region holds. */
export function importOutcome(
  reader: StreamReader,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): ImportOutcome {
  const sorted = sources.toSorted((a, b) => a.id - b.id)
  const brought = reader === 'to-3.7' ? broughtTo37(sorted, held) : broughtFrom38(sorted, held)
  const unwanted = held.filter((one) => one.synced && !brought.has(resourceText(one)))
  const removed = removedOf(reader, sources, unwanted, brought, held)
  const here = bytesHere(held)
  const fetched = [...brought.values()]
  for (const { others = [] } of brought.values()) fetched.push(...others)
  const goes = new Set(removed)
  const stays = new Set<string>()
  for (const one of held) if (!goes.has(one)) for (const sum of staying(reader, one, brought)) stays.add(sum)
  for (const one of fetched) {
    const isKept = brought.get(resourceText(one)) === one || keepsVersions(reader, one)
    for (const sum of isKept ? one.files.keys() : []) stays.add(sum)
  }
  return {
    brought,
    removed,
    missing: lackingOf(fetched, here),
    gone: new Map([...here].filter(([sum]) => !stays.has(sum))),
  }
}

/** Bytes that are not here, by file. */
function lackingOf(fetched: readonly Brought[], here: ReadonlyMap<string, number>): Map<string, number> {
  const missing = new Map<string, number>()
  for (const { files } of fetched) {
    for (const [sum, bytes] of files) {
      const lacking = bytes - (here.get(sum) ?? 0)
      if (lacking > 0) missing.set(sum, lacking)
    }
  }
  return missing
}

/** MAAS 3.8 cleans up after selections, and no selection brings a bootloader: all its versions stay. */
const keepsVersions = (reader: StreamReader, one: { readonly name: string }) =>
  reader === 'from-3.8' && isBootloader(one)

/** The files of a boot resource that stay, apart from those that are brought: when a newer set is complete, older ones go. */
function staying(reader: StreamReader, one: HeldResource, brought: ReadonlyMap<string, Brought>): string[] {
  const filled = one.synced ? brought.get(resourceText(one)) : undefined
  if (filled && !keepsVersions(reader, one)) return []
  const replaced = filled ? [filled, ...(filled.others ?? [])].map(({ version }) => version) : []
  return one.sets
    .filter(({ version, complete }) => !filled || (complete && !replaced.includes(version)))
    .flatMap(({ files }) => files.map(([sum]) => sum))
}

/** Of what no source brings: what goes. */
function removedOf(
  reader: StreamReader,
  sources: readonly SourceOffer[],
  unwanted: readonly HeldResource[],
  brought: ReadonlyMap<string, Brought>,
  held: readonly HeldResource[],
): HeldResource[] {
  const selections = sources.flatMap((source) => source.selections)
  // MAAS up to 3.7 never empties a region when nothing takes the place of what would go
  if (
    reader === 'to-3.7' &&
    brought.size === 0 &&
    unwanted.length === held.filter(({ synced }) => synced).length
  ) {
    return []
  }
  // MAAS 3.8 deletes an image with its selection, before any import; bootloaders stay
  if (reader === 'from-3.8') {
    return unwanted.filter((one) => !isBootloader(one) && !isSelected(reader, selections, one))
  }
  if (unwanted.length === 0) return []
  const images = new Set([...brought.values()].map(imageOf))
  return unwanted.filter((one) => {
    const stays = isSelected(reader, selections, one) && !images.has(imageOf(one))
    return !stays
  })
}

/** By the second part of its name, as MAAS names bootloaders. */
export const isBootloader = ({ name }: { readonly name: string }) => /\/(uefi|pxe|open-firmware)$/.test(name)

/**
 * Whether something selects a boot resource. Up to 3.7 no selections at all are a filter that lets everything pass
 * (resource_cleaner).
 */
function isSelected(
  reader: StreamReader,
  selections: readonly WantedImages[],
  { name, architecture, sets }: HeldResource,
): boolean {
  if (reader === 'to-3.7' && selections.length === 0) return true
  const [arch = '', kernel = ''] = architecture.split('/')
  const own = byRelease(selections).get(name) ?? []
  return own.some(
    ({ arches, subarches, labels }) =>
      passes(arches, arch) &&
      (reader === 'from-3.8' || (passes(subarches, kernel) && passes(labels, sets.at(-1)?.label ?? ''))),
  )
}
