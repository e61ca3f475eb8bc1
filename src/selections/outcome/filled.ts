import { type Brought, type HeldResource, resourceText } from '#selections/source-offer.ts'

/**
 * The boot resources that are filled by what an import of MAAS 3.8 reads, in the order in which it reads. Several labels of a
 * kernel, or several sources, may fill one boot resource with several versions: MAAS fetches all of them, and then
 * keeps the set that it made last (cleanup_boot_resource_sets_for_selection).
 */
export function filledBy(read: readonly Brought[], held: readonly HeldResource[]): Map<string, Brought> {
  const lists = new Map<string, Brought[]>()
  for (const one of read) {
    const key = resourceText(one)
    const list = lists.get(key)
    if (list) list.push(one)
    else lists.set(key, [one])
  }
  const before = syncedByKey(held)
  const filled = new Map<string, Brought>()
  for (const [key, list] of lists) {
    const [only] = list
    if (only && list.length === 1 && isLast(only, before.get(key))) {
      filled.set(key, only)
      continue
    }
    // two products of one version share its set, and the later one has the files
    const versions = new Map(list.map((one) => [one.version, one]))
    const last = setsAfter(versions, before.get(key)).at(-1)
    if (!last) continue
    const others = [...versions.values()].filter(({ version }) => version !== last.version)
    filled.set(key, others.length > 0 ? { ...last, others } : last)
  }
  return filled
}

/** Synced boot resources by name and architecture. */
export function syncedByKey(held: readonly HeldResource[]): ReadonlyMap<string, HeldResource> {
  const known = synced.get(held)
  if (known) return known
  const made = new Map(held.filter((one) => one.synced).map((one) => [resourceText(one), one]))
  synced.set(held, made)
  return made
}

/** What is held is asked about again for each draft. */
const synced = new WeakMap<readonly HeldResource[], ReadonlyMap<string, HeldResource>>()

/** Whether the only version that is read is the set that MAAS makes last: new, or after all complete ones. */
function isLast({ version }: Brought, held: HeldResource | undefined): boolean {
  const sets = held?.sets ?? []
  const at = sets.findLastIndex((set) => set.complete || set.version === version)
  return !sets.some((set) => set.version === version) || sets[at]?.version === version
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
