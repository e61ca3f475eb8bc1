import { namedBy } from '#selections/outcome/disk.ts'
import { imageOf, isBootloader } from '#selections/outcome/image-of.ts'
import { bytesByFile, common, less } from '#selections/outcome/held-files.ts'
import type { Change, ChangeOutcome } from '#selections/outcome/change-outcome.ts'
import type { ImportOutcome, ImportRules } from '#selections/outcome/import-outcome.ts'
import type { Imported } from '#selections/outcome/import-37.ts'
import { listEachOnce } from '#selections/outcome/read-37.ts'
import { exactText, firstRound, isSame, type Rules37, roundsOf, sortedText } from './rounds-37.ts'
import { openAfter } from './still-reads-37.ts'
import type { Brought, HeldResource, SourceOffer } from '#selections/source-offer.ts'

/** What the running import began with. `sure`: false if someone may have changed it before it was read. */
export type Began = { readonly sources: readonly SourceOffer[]; readonly sure: boolean }

type Region = {
  /** null: not known. */
  readonly began: Began | null
  /** What is saved now. */
  readonly before: readonly SourceOffer[]
  readonly held: readonly HeldResource[]
}

/**
 * What a region holds after a change while an import of MAAS up to 3.7 runs: that import first finishes its work, also
 * on images that the change clears. Then MAAS compares sources and selections with those that the import began with,
 * and if they differ, it imports again (_import_resources_internal).
 */
export function secondRoundsOf(
  rules: Rules37,
  { before, held, ...region }: Region,
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  const began = region.began?.sources ?? before
  const isSure = region.began?.sure === true
  const hasRemoved = isSure && rules.half?.grows === true
  const round = firstRound({ ...rules, importing: true }, began, held, hasRemoved ? null : began)
  const { first } = round
  const roundsWith = (sources: readonly SourceOffer[]) => roundsOf(rules, round, sources, held)
  const due = roundsWith(before)
  const reads = { rules, round, before, held }
  const isDueOpen = openAfter(reads, before, due)
  const downloads = [...first.outcome.missing.keys()]
  const isUnsure = downloads.some((sum) => rules.half?.unsure.has(sum))
  const { isKnown, hasPlaced } = stageOf(first, { began, isSure, isUnsure, half: rules.half })
  const unproven = isSure ? [] : unprovenIn(first.outcome, held, rules.half)
  const dueOutcome = {
    brought: new Map([...(due.outcome.completed ?? []), ...due.outcome.brought]),
    goes: new Set(due.outcome.removed),
  }
  return ({ after }) => {
    const both = roundsWith(after)
    const { outcome, gone } = both
    const isOpen = openAfter(reads, after, both)
    const leaving = outcome.removed.filter((one) => !dueOutcome.goes.has(one))
    const leavingFiles = bytesByFile(leaving)
    const isOwn = (sum: string) => !due.gone.has(sum) || leavingFiles.has(sum)
    // MAAS imports again where a list is in another order, and how it will be written is not known here
    const isReordered = isSame(began, after, sortedText) && !isSame(began, after, exactText)
    const isInAnyCase =
      bringsAll(outcome, first.adds, held) &&
      bringsAll(outcome, unproven, held) &&
      (hasPlaced || bringsAll(outcome, downloads))
    const isUnknown = !isKnown || isReordered || !isInAnyCase || isOpen.all || isDueOpen.all
    // what MAAS may have of replaced files (mayHaveMore) is of sets that the first round deletes
    const isHidden = [outcome, due.outcome].some(({ fillsOneOfTwo }) => fillsOneOfTwo === true)
    // a second round that fails does nothing, so the change makes no difference to the bytes
    const isAbout = isUnknown || (isHidden && outcome.failsAt === undefined)
    // the second round makes the same difference, whatever the running import has still to do
    const isRestAbout = isAbout || isHidden || first.outcome.replaces === true
    return {
      outcome,
      missing: less(outcome.missing, due.outcome.missing),
      dueMissing: common(outcome.missing, due.outcome.missing),
      gone: new Map([...gone].filter(([sum]) => isOwn(sum))),
      dueGone: new Map([...gone].filter(([sum]) => !isOwn(sum))),
      leaving,
      due: dueOutcome,
      deleted: [],
      takenOver: new Map(),
      unsure: new Set(),
      isAbout,
      isStartUnknown: isUnknown && !isSure,
      mayStillRead: isOpen.images || isDueOpen.images,
      isFreedAbout: isRestAbout,
      isDueAbout: isRestAbout || isUnsure,
    }
  }
}

type Seen = {
  readonly began: readonly SourceOffer[]
  readonly isSure: boolean
  readonly isUnsure: boolean
  readonly half: ImportRules['half']
}

/** Whether it is known what the running import does, and whether it has given all its files a place. */
function stageOf(
  { adds, arrives, hasCleaned }: Imported,
  { began, isSure, isUnsure, half }: Seen,
): { isKnown: boolean; hasPlaced: boolean } {
  const [hasRead, grows] = [half?.hasRead === true, half?.grows === true]
  const hasPlaced = grows || (adds.size === 0 && (hasRead || !isUnsure))
  // it may not have removed or placed anything yet
  if (isSure && hasRead && !grows) return { isKnown: arrives, hasPlaced }
  return { isKnown: arrives && hasCleaned && hasPlaced && (isSure || listEachOnce(began)), hasPlaced }
}

/**
 * The files of incomplete images of which no bytes were seen to arrive. The running import may have begun without such
 * an image: it then deletes it only at its end, if it was selected again before MAAS removed what was not.
 */
function unprovenIn(
  { brought, missing }: ImportOutcome,
  held: readonly HeldResource[],
  half: ImportRules['half'],
): string[] {
  // left out: all downloads have begun
  if (half === undefined) return []
  const complete = new Set(namedBy(completeSets(held)))
  const files = (one: Brought) => [...one.files.keys()].filter((sum) => !complete.has(sum))
  // MAAS imports bootloaders whatever is selected
  const incomplete = [...brought.values()].filter(
    (one) => !isBootloader(one) && files(one).some((sum) => missing.has(sum)),
  )
  const proven = new Set(
    [...brought.values()]
      .filter((one) => [...one.files.keys()].some((sum) => half.begun.has(sum)))
      .map(imageOf),
  )
  return incomplete.filter((one) => !proven.has(imageOf(one))).flatMap(files)
}

const completeSets = (held: readonly HeldResource[]) =>
  held.map(({ sets }) => ({ sets: sets.filter(({ complete }) => complete) }))

/**
 * Whether MAAS downloads these files in any case, in the running import or in the one that follows it. Of a file that is
 * here, the running import may delete what the one that follows needs.
 */
function bringsAll(
  { brought }: ImportOutcome,
  sums: Iterable<string>,
  held: readonly HeldResource[] = [],
): boolean {
  const list = [...sums]
  if (list.length === 0) return true
  const here = bytesByFile(held)
  if (list.some((sum) => (here.get(sum) ?? 0) > 0)) return false
  const files = new Set([...brought.values()].flatMap((one) => [...one.files.keys()]))
  return list.every((sum) => files.has(sum))
}
