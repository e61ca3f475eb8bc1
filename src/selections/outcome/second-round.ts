import { bytesHere, common, knownText, less } from './held-files.ts'
import type { Change, ChangeOutcome } from './change-outcome.ts'
import type { ImportOutcome, ImportRules } from './import-outcome.ts'
import { importedTo37, type Imported } from './import-37.ts'
import { listEachOnce } from './read-37.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

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
  rules: Pick<ImportRules, 'fetchesReplaced' | 'half'>,
  { before, held, ...region }: Region,
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  const began = region.began?.sources ?? before
  const first = importedTo37(byId(began), held, { ...rules, importing: true })
  const left = first.left()
  const roundsWith = (sources: readonly SourceOffer[]) =>
    roundsOf(
      first.outcome,
      isSame(began, sources, exactText)
        ? null
        : importedTo37(byId(sources), left, { ...rules, importing: false }).outcome,
      held,
    )
  const due = roundsWith(before)
  const downloads = [...first.outcome.missing.keys()]
  const isUnsure = downloads.some((sum) => rules.half?.unsure.has(sum))
  const isSure = region.began?.sure === true
  const { isKnown, hasPlaced } = stageOf(first, { began, isSure, isUnsure, half: rules.half })
  const dueOutcome = {
    brought: new Map([...(due.outcome.completed ?? []), ...due.outcome.brought]),
    goes: new Set(due.outcome.removed),
  }
  return ({ after }) => {
    const { outcome, gone } = roundsWith(after)
    const leaving = outcome.removed.filter((one) => !dueOutcome.goes.has(one))
    const leavingFiles = bytesHere(leaving)
    const isOwn = (sum: string) => !due.gone.has(sum) || leavingFiles.has(sum)
    // MAAS imports again where a list is in another order, and how it will be written is not known here
    const isReordered = isSame(began, after, sortedText) && !isSame(began, after, exactText)
    const isInAnyCase = bringsAll(outcome, first.adds, held) && (hasPlaced || bringsAll(outcome, downloads))
    const isAbout = !isKnown || isReordered || !isInAnyCase
    // the second round makes the same difference, whatever the running import has still to do
    const isRestAbout = isAbout || first.outcome.replaces === true
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
      isStartUnknown: isAbout && !isSure,
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
  { outcome, adds, arrives, hasCleaned }: Imported,
  { began, isSure, isUnsure, half }: Seen,
): { isKnown: boolean; hasPlaced: boolean } {
  const [hasRead, grows] = [half?.hasRead === true, half?.grows === true]
  const hasPlaced = grows || (adds.size === 0 && (hasRead || !isUnsure))
  // it may not have removed or placed anything yet
  if (isSure && hasRead && !grows) return { isKnown: arrives, hasPlaced }
  // an import that selects nothing deletes a partial image only at its end
  const waits = [...outcome.missing.keys()].some((sum) => half?.startOver.has(sum))
  const isProven = listEachOnce(began) && (grows || !waits)
  return { isKnown: arrives && hasCleaned && hasPlaced && (isSure || isProven), hasPlaced }
}

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
  const here = bytesHere(held)
  if (list.some((sum) => (here.get(sum) ?? 0) > 0)) return false
  const files = new Set([...brought.values()].flatMap((one) => [...one.files.keys()]))
  return list.every((sum) => files.has(sum))
}

/** Both rounds together, as one import. */
export function roundsOf(
  first: ImportOutcome,
  second: ImportOutcome | null,
  held: readonly HeldResource[],
): { outcome: ImportOutcome; gone: ReadonlyMap<string, number> } {
  const goes = new Set([...first.removed, ...(second?.removed ?? [])].map(knownText))
  const here = bytesHere(held)
  const later = [...(second?.gone.keys() ?? [])].flatMap((sum) => {
    const bytes = here.get(sum)
    return bytes === undefined || first.gone.has(sum) ? [] : [[sum, bytes] as const]
  })
  const gone = new Map([...first.gone, ...later])
  return {
    outcome: {
      ...(second ?? first),
      ...(second && { completed: completedBy(first, second) }),
      removed: held.filter((one) => one.synced && goes.has(knownText(one))),
      missing: second ? sumOfBoth(first.missing, second.missing) : first.missing,
      gone,
      replaces: first.replaces === true || second?.replaces === true,
    },
    gone,
  }
}

function completedBy({ brought }: ImportOutcome, second: ImportOutcome): ImportOutcome['brought'] {
  const goes = new Set(second.removed.map(knownText))
  return new Map([...brought].filter(([key]) => !second.brought.has(key) && !goes.has(key)))
}

/** A file that is downloaded in both rounds counts twice. */
function sumOfBoth(files: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>) {
  const sums = new Map(files)
  for (const [sum, bytes] of others) sums.set(sum, bytes + (sums.get(sum) ?? 0))
  return sums
}

const byId = (sources: readonly SourceOffer[]) => sources.toSorted((a, b) => a.id - b.id)

type TextOf = (selection: SourceOffer['selections'][number]) => string

/** Whether MAAS finds nothing changed. It compares lists in their order, which a selection that is created again may change. */
const isSame = (before: readonly SourceOffer[], after: readonly SourceOffer[], textOf: TextOf): boolean =>
  before.length === after.length &&
  before.every(({ id, offer, selections }, index) => {
    const now = after[index]
    return (
      now?.id === id &&
      now.offer === offer &&
      now.selections.map(textOf).join('\n') === selections.map(textOf).join('\n')
    )
  })

const exactText: TextOf = ({ os, release, arches, subarches, labels }) =>
  JSON.stringify([os, release, arches, subarches, labels])

const sortedText: TextOf = ({ os, release, ...lists }) =>
  JSON.stringify([
    os,
    release,
    ...[lists.arches, lists.subarches, lists.labels].map((list) => list.toSorted()),
  ])
