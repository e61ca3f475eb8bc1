import { bytesHere, knownText } from './held-files.ts'
import type { Change, ChangeOutcome } from './change-outcome.ts'
import type { ImportOutcome, ImportRules } from './import-outcome.ts'
import { importedTo37 } from './import-37.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

/**
 * What a change makes of a region while an import of MAAS up to 3.7 runs: that import first ends its work, also of
 * images that the change clears. Then MAAS compares sources and selections with those that the import began with, and
 * if they differ, it imports again (_import_resources_internal).
 */
export function secondRoundsOf(
  rules: Pick<ImportRules, 'fetchesReplaced'>,
  before: readonly SourceOffer[],
  held: readonly HeldResource[],
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  const first = importedTo37(byId(before), held, { ...rules, importing: true })
  const left = first.left()
  return ({ after }) => {
    const second = isSame(before, after) ? null : importedTo37(byId(after), left, rules).outcome
    return togetherOf(first.outcome, second, held)
  }
}

function togetherOf(
  first: ImportOutcome,
  second: ImportOutcome | null,
  held: readonly HeldResource[],
): ChangeOutcome {
  const goes = new Set([...first.removed, ...(second?.removed ?? [])].map(knownText))
  const firstGoes = new Set(first.removed.map(knownText))
  const removed = held.filter((one) => one.synced && goes.has(knownText(one)))
  const leaving = second ? removed.filter((one) => !firstGoes.has(knownText(one))) : []
  const leavingFiles = bytesHere(leaving)
  const here = bytesHere(held)
  const later = [...(second?.gone.keys() ?? [])].flatMap((sum) => {
    const bytes = here.get(sum)
    return bytes === undefined || first.gone.has(sum) ? [] : [[sum, bytes] as const]
  })
  const isOwn = (sum: string) => leavingFiles.has(sum)
  const missing = second?.missing ?? new Map()
  return {
    outcome: {
      ...(second ?? first),
      removed,
      missing: sumOfBoth(first.missing, missing),
      gone: new Map([...first.gone, ...later]),
      replaces: first.replaces === true || second?.replaces === true,
    },
    missing,
    dueMissing: first.missing,
    gone: new Map([...later, ...[...first.gone].filter(([sum]) => isOwn(sum))]),
    dueGone: new Map([...first.gone].filter(([sum]) => !isOwn(sum))),
    leaving,
    deleted: [],
    takenOver: new Map(),
    unsure: new Set(),
  }
}

/** A file that is downloaded in both rounds counts twice. */
function sumOfBoth(files: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>) {
  const sums = new Map(files)
  for (const [sum, bytes] of others) sums.set(sum, bytes + (sums.get(sum) ?? 0))
  return sums
}

const byId = (sources: readonly SourceOffer[]) => sources.toSorted((a, b) => a.id - b.id)

/** Whether MAAS finds nothing changed: the page does not write the same list in another order. */
const isSame = (before: readonly SourceOffer[], after: readonly SourceOffer[]): boolean =>
  before.length === after.length &&
  before.every(({ id, offer, selections }, index) => {
    const now = after[index]
    return now?.id === id && now.offer === offer && textOf(now.selections) === textOf(selections)
  })

const textOf = (selections: SourceOffer['selections']): string =>
  JSON.stringify(
    selections.map(({ os, release, ...lists }) => [
      os,
      release,
      ...[lists.arches, lists.subarches, lists.labels].map((list) => list.toSorted()),
    ]),
  )
