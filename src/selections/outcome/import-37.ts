import { imageOf } from './image-of.ts'
import { byRelease } from './by-release.ts'
import { doubledIn } from './doubled.ts'
import { bytesByFile, bytesKept, knownText } from './held-files.ts'
import type { ImportOutcome, ImportRules } from './import-outcome.ts'
import { namedBy } from './disk.ts'
import { placeRead, type Placed } from './placed.ts'
import { readTo37 } from './read-37.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { type WantedRelease, passes } from '#selections/wanted.ts'

type Rules = Pick<ImportRules, 'fetchesReplaced' | 'importing' | 'half'>

/** What a region holds after an import of MAAS up to 3.7. An import without anything to read changes nothing. */
export const importTo37 = (
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
  rules: Rules,
): ImportOutcome => importedTo37(sources, held, rules).outcome

/** An import of MAAS up to 3.7, with what the region holds before and after it. */
export type Imported = {
  readonly outcome: ImportOutcome
  /** What the region holds after it. */
  readonly left: () => readonly HeldResource[]
  /** Whether all files that are incomplete are to be downloaded: otherwise the running import is another one. */
  readonly arrives: boolean
  /** Whether nothing is left that is not selected: MAAS removes it before it downloads anything. */
  readonly hasCleaned: boolean
  /** Sums of files that have no place yet: the source has published them since the import began, or it has just begun. */
  readonly adds: ReadonlySet<string>
  /** What it removes before it downloads anything, if this is selected by then. */
  readonly removedWith: (selected: readonly SourceOffer[]) => readonly HeldResource[]
}

/**
 * The same, with what the region holds before and after it.
 * @param selected what is selected when it removes what is not: MAAS reads that later than what it imports; null: it has
 *   removed that, so what is still there was selected
 */
export function importedTo37(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
  { fetchesReplaced, importing = false, half }: Rules,
  selected: readonly SourceOffer[] | null = sources,
): Imported {
  const placed = placeRead(readTo37(sources), held, { fetchesReplaced, keepsLoaders: false })
  const { brought, dropped, lost, replaces } = placed
  const doubled = doubledIn(held)
  const isReadKey = (key: string) => brought.has(key) || dropped.has(key)
  const readsNothing = brought.size + dropped.size === 0
  // one that is downloading has removed what it had to
  const failsAt =
    readsNothing || importing
      ? []
      : [...doubled].flatMap(([key, group]) => (isReadKey(key) ? [] : group.slice(0, 1)))
  if (failsAt.length > 0 || readsNothing)
    return {
      outcome: {
        brought: new Map(),
        removed: [],
        missing: new Map(),
        // MAAS deletes replaced files while it reads its sources
        gone: filesThat(bytesByFile(held), (sum) => lost.has(sum)),
        ...(failsAt.length > 0 && { failsAt }),
      },
      left: () => held,
      arrives: false,
      hasCleaned: false,
      adds: placed.adds,
      removedWith: () => [],
    }
  const isRead = (one: HeldResource) => isReadKey(knownText(one))
  const unread = held.filter((one) => one.synced && !isRead(one))
  // of two boot resources with one name, an import fills the newer one and keeps the other as it is; MAAS sorts its list
  // by name and architecture only, so which one is newer is not known: the last one is taken (fillsOneOfTwo)
  const spared = [...doubled.values()].flatMap((group) => group.filter(isRead).slice(0, -1))
  // MAAS cannot have removed what it has twice, so that was read then
  const removable = unread.filter((one) => !doubled.has(knownText(one)))
  const removedWith = (now: readonly SourceOffer[] | null) => removedOf(now, removable, placed)
  const removed = removedWith(selected)
  // then the newest complete set of each resource stays, and a resource without one is deleted (resource_set_cleaner)
  const goes = new Set(removed)
  const kept = [...unread.filter((one) => !goes.has(one)), ...spared].map((one) => ({
    one,
    sets: one.sets.filter(({ complete }) => complete).slice(-1),
  }))
  const stays = new Set(namedBy([...held.filter(({ synced }) => !synced), ...kept]))
  for (const { files } of brought.values()) for (const sum of files.keys()) stays.add(sum)
  const emptied = [
    ...kept.filter(({ sets }) => sets.length === 0).map(({ one }) => one),
    ...held.filter((one) => one.synced && dropped.has(knownText(one))),
  ]
  const here = bytesByFile(held)
  return {
    outcome: {
      brought,
      replaces,
      mayHaveMore: fetchesReplaced && replaces && mayHaveMore(placed, here),
      fillsOneOfTwo: spared.length > 0,
      removed: [...removed, ...emptied],
      missing: missingOf(placed, importing ? without(here, half?.startOver) : bytesKept(held), removed),
      gone: filesThat(here, (sum) => lost.has(sum) || !stays.has(sum)),
    },
    left: () => [
      ...held.filter(({ synced }) => !synced),
      ...kept.filter(({ sets }) => sets.length > 0).map(({ one, sets }) => ({ ...one, sets })),
      ...filledBy(placed),
    ],
    arrives: arrivesWith(placed, held),
    hasCleaned: removed.length === 0,
    adds: placed.adds,
    removedWith,
  }
}

/**
 * Whether all missing files are to be downloaded. Kernels share files and are read one after the other, so a file
 * that is complete in one of them may be incomplete in another.
 */
function arrivesWith({ scheduled }: Placed, held: readonly HeldResource[]): boolean {
  const here = bytesByFile(held)
  const arrives = (sum: string, bytes: number) => (here.get(sum) ?? 0) >= bytes || scheduled.has(sum)
  return held.every(
    ({ synced, sets }) =>
      !synced || sets.every(({ files }) => files.every(([sum, bytes]) => arrives(sum, bytes))),
  )
}

/** Boot resources with the sets that were filled, once everything has been downloaded. */
const filledBy = ({ brought, kept }: Placed): HeldResource[] =>
  [...brought].flatMap(([key, { name, architecture }]) => {
    const set = kept.get(key)
    if (!set) return []
    const files = [...set.files].map(([file, { sum, bytes }]) => [sum, bytes, bytes, file] as const)
    const sets = [{ version: set.version, label: set.label, complete: true, files }]
    return [{ synced: true, name, architecture, sets }]
  })

/** Bytes that are missing when the download begins. @param here how much of each file is not downloaded again */
function missingOf(
  { scheduled, lost, uses }: Placed,
  here: ReadonlyMap<string, number>,
  removed: readonly HeldResource[],
): Map<string, number> {
  const fewer = new Map<string, number>()
  for (const sum of namedBy(removed)) fewer.set(sum, (fewer.get(sum) ?? 0) + 1)
  const missing = new Map<string, number>()
  for (const [sum, bytes] of scheduled) {
    const isHere = !lost.has(sum) && (uses.get(sum) ?? 0) > (fewer.get(sum) ?? 0)
    const lacking = bytes - (isHere ? (here.get(sum) ?? 0) : 0)
    if (lacking > 0) missing.set(sum, lacking)
  }
  return missing
}

/** Whether only versions that the import does not read show what MAAS has of a file that is downloaded and replaced. */
function mayHaveMore({ scheduled, lost, sets }: Placed, here: ReadonlyMap<string, number>): boolean {
  const replaced = new Set(
    [...scheduled].flatMap(([sum, bytes]) =>
      !lost.has(sum) && (here.get(sum) ?? bytes) < bytes ? [sum] : [],
    ),
  )
  for (const list of replaced.size === 0 ? [] : sets.values())
    for (const { files } of list) for (const { sum } of files.values()) replaced.delete(sum)
  return replaced.size > 0
}

const without = (files: ReadonlyMap<string, number>, sums?: ReadonlySet<string>) =>
  sums === undefined || sums.size === 0 ? files : filesThat(files, (sum) => !sums.has(sum))

function filesThat(files: ReadonlyMap<string, number>, pass: (sum: string) => boolean): Map<string, number> {
  const found = new Map<string, number>()
  for (const [sum, bytes] of files) if (pass(sum)) found.set(sum, bytes)
  return found
}

/**
 * Which resources are deleted although no source replaces them (resource_cleaner): those that nothing selects, further
 * kernels of an imported image, and those without files.
 */
function removedOf(
  sources: readonly SourceOffer[] | null,
  unread: readonly HeldResource[],
  { brought, dropped }: Placed,
): HeldResource[] {
  const selections = sources?.flatMap((source) => source.selections) ?? []
  const [unselected, selected] = [new Set<HeldResource>(), new Set<HeldResource>()]
  for (const one of unread)
    (one.sets.length === 0 || !isSelected(selections, one) ? unselected : selected).add(one)
  // most drafts need none of these
  const images = new Set(selected.size === 0 ? [] : [...brought.values(), ...dropped.values()].map(imageOf))
  return unread.filter((one) => unselected.has(one) || images.has(imageOf(one)))
}

/** Whether something selects a boot resource. Without any selection, everything passes the filter. */
function isSelected(
  selections: readonly WantedRelease[],
  { name, architecture, sets }: HeldResource,
): boolean {
  if (selections.length === 0) return true
  const [arch = '', kernel = ''] = architecture.split('/')
  const own = byRelease(selections).get(name) ?? []
  return own.some(
    ({ arches, subarches, labels }) =>
      passes(arches, arch) && passes(subarches, kernel) && passes(labels, sets.at(-1)?.label ?? ''),
  )
}
