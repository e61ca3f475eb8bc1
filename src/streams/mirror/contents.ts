import type { MirrorOrder, WantedRelease } from '#selections/wanted.ts'
import { hasAll } from '#selections/wanted.ts'
import { imageKey } from '#selections/keys.ts'
import { matcherOf, type Tags } from './filter.ts'
import { updateRate } from './update-rate.ts'
import type { MirrorRun } from './runs.ts'

/** One file that a stream lists. */
export type MirrorItem = {
  readonly product: string
  readonly version: string
  readonly path: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
  readonly tags: Tags
}

/** A file of the mirror: its path below the root, its bytes and its checksum. */
export type MirrorFile = readonly [path: string, bytes: number, sha256: string]

/** What the runs of sstream-mirror download into an empty folder. */
export type MirrorContents = {
  /** Each path once. */
  readonly files: readonly MirrorFile[]
  /**
   * By run, the bytes that sstream-mirror itself reports: a file that several kernels share counts for each of them.
   */
  readonly reported: readonly number[]
  /** Bytes of new versions per day, as far as the listed versions show it. */
  readonly perDay: number
  /** The newest version of each product that a run takes, by the name of the product. */
  readonly newest: Readonly<Record<string, string>>
  /** Images that are wanted and not listed: `ubuntu/noble/s390x`. */
  readonly missing: readonly string[]
}

/**
 * What sstream-mirror takes from a stream (BasicMirrorWriter.sync_products and resolve_work of simplestreams 0.1.0): of
 * each product the files that pass all filters, from at most `versions` versions, the newest ones by the order of their
 * names.
 */
export function contentsOf(
  items: readonly MirrorItem[],
  runs: readonly MirrorRun[],
  { versions, images }: MirrorOrder,
): MirrorContents {
  const files = new Map<string, MirrorFile>()
  const newest = new Map<string, string>()
  const taken = new Set<MirrorItem>()
  const reported = runs.map((run) => {
    const passes = matcherOf(run)
    const passed = items.filter(({ tags }) => passes(tags))
    for (const one of passed) taken.add(one)
    let bytes = 0
    for (const one of newestOf(passed, versions)) {
      bytes += one.size
      files.set(one.path, [one.path, one.size, one.sha256])
      if (one.version > (newest.get(one.product) ?? '')) newest.set(one.product, one.version)
    }
    return bytes
  })
  return {
    files: [...files.values()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    reported,
    perDay: updateRate([...taken]),
    newest: Object.fromEntries(newest),
    missing: missingOf([...taken], images),
  }
}

/** The items of the newest versions of each product. */
function newestOf(items: readonly MirrorItem[], versions: number): MirrorItem[] {
  const listed = new Map<string, Set<string>>()
  for (const { product, version } of items)
    listed.set(product, (listed.get(product) ?? new Set()).add(version))
  const kept = new Map([...listed].map(([product, all]) => [product, newestNames(all, versions)]))
  return items.filter(({ product, version }) => kept.get(product)?.has(version))
}

const newestNames = (names: ReadonlySet<string>, most: number) =>
  new Set([...names].sort((a, b) => (a < b ? 1 : -1)).slice(0, most))

function missingOf(items: readonly MirrorItem[], images: readonly WantedRelease[]): string[] {
  const listed = new Set(
    items.map(({ tags }) => imageKey(tags('os') ?? 'ubuntu', tags('release') ?? '', tags('arch') ?? '')),
  )
  return images.flatMap(({ os, release, arches }) => {
    if (!hasAll(arches))
      return arches.map((arch) => imageKey(os, release, arch)).filter((key) => !listed.has(key))
    const any = [...listed].some((key) => key.startsWith(imageKey(os, release, '')))
    return any ? [] : [imageKey(os, release, '*')]
  })
}

/** How sstream-mirror writes bytes: "5487 Mb", in whole units of 1,048,576 bytes. */
export const reportedText = (bytes: number): string => `${Math.trunc(bytes / 1_048_576)} Mb`
