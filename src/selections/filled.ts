import { type Brought, type HeldResource, resourceText } from './source-offer.ts'

/**
 * The boot resources that are filled by what an import of MAAS 3.8 reads, in the order in which it reads. Several labels of a
 * kernel, or several sources, may fill one boot resource with several versions: MAAS fetches all of them, and then
 * keeps the set that it made last (cleanup_boot_resource_sets_for_selection).
 */
export function filledBy(read: readonly Brought[], held: readonly HeldResource[]): Map<string, Brought> {
  const lists = new Map<string, Brought[]>()
  for (const one of read) lists.set(resourceText(one), [...(lists.get(resourceText(one)) ?? []), one])
  const before = new Map(held.filter(({ synced }) => synced).map((one) => [resourceText(one), one]))
  const filled = new Map<string, Brought>()
  for (const [key, list] of lists) {
    // two products of one version share its set, and the later one has the files
    const versions = new Map(list.map((one) => [one.version, one]))
    const last = setsAfter(versions, before.get(key)).at(-1)
    if (!last) continue
    const others = [...versions.values()].filter(({ version }) => version !== last.version)
    filled.set(key, others.length > 0 ? { ...last, others } : last)
  }
  return filled
}

/** Complete sets that are there and those that are read, in the order in which MAAS made or makes them. */
function setsAfter(versions: ReadonlyMap<string, Brought>, held: HeldResource | undefined): Brought[] {
  const [any] = versions.values()
  const sets = new Map<string, Brought>()
  for (const set of held?.sets ?? []) {
    const one = versions.get(set.version)
    if (one) sets.set(set.version, one)
    else if (set.complete && any) sets.set(set.version, { ...any, ...broughtBefore(set) })
  }
  for (const [version, one] of versions) if (!sets.has(version)) sets.set(version, one)
  return [...sets.values()]
}

type HeldSet = HeldResource['sets'][number]

const broughtBefore = ({ version, files }: HeldSet) => ({
  version,
  files: new Map(files.map(([sum, bytes]) => [sum, bytes])),
})
