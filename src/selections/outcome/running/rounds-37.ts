import { bytesByFile, knownText } from '#selections/outcome/held-files.ts'
import { importedTo37, type Imported } from '#selections/outcome/import-37.ts'
import type { ImportOutcome, ImportRules } from '#selections/outcome/import-outcome.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

/*
 * A running import of MAAS up to 3.7, and the one that follows it if sources and selections differ from those that the
 * first one began with (_import_resources_internal).
 */

export type Rules37 = Pick<ImportRules, 'fetchesReplaced' | 'half'>

/** Both imports together, as one. */
export type Rounds = { readonly outcome: ImportOutcome; readonly gone: ReadonlyMap<string, number> }

/** The first import, and what it began with. */
export type FirstRound = {
  readonly began: readonly SourceOffer[]
  readonly first: Imported
  readonly left: readonly HeldResource[]
}

/**
 * The first import of a region. @param rules whether it has begun to download
 * @param selected what is selected when it removes what is not; left out: what it began with; null: it has removed that
 */
export function firstRound(
  rules: Rules37 & Pick<ImportRules, 'importing'>,
  began: readonly SourceOffer[],
  held: readonly HeldResource[],
  selected: readonly SourceOffer[] | null = began,
): FirstRound {
  const first = importedTo37(began, held, rules, selected)
  return { began, first, left: first.left() }
}

/** What both imports do to a region. @param sources what is selected when the first one ends */
export const roundsOf = (
  rules: Rules37,
  { began, first, left }: FirstRound,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): Rounds =>
  bothOf(
    first.outcome,
    isSame(began, sources, exactText)
      ? null
      : importedTo37(sources, left, { ...rules, importing: false }).outcome,
    held,
  )

/** Both rounds together, as one import. @param second null: there is none */
export function bothOf(
  first: ImportOutcome,
  second: ImportOutcome | null,
  held: readonly HeldResource[],
): Rounds {
  const goes = new Set([...first.removed, ...(second?.removed ?? [])].map(knownText))
  const here = bytesByFile(held)
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
      mayHaveMore: first.mayHaveMore === true || second?.mayHaveMore === true,
      fillsOneOfTwo: first.fillsOneOfTwo === true || second?.fillsOneOfTwo === true,
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

type TextOf = (selection: SourceOffer['selections'][number]) => string

/** Whether MAAS finds nothing changed. It compares lists in their order, which a selection that is created again may change. */
export const isSame = (
  before: readonly SourceOffer[],
  after: readonly SourceOffer[],
  textOf: TextOf,
): boolean =>
  before.length === after.length &&
  before.every(({ id, offer, selections }, index) => {
    const now = after[index]
    return (
      now?.id === id &&
      now.offer === offer &&
      now.selections.map(textOf).join('\n') === selections.map(textOf).join('\n')
    )
  })

export const exactText: TextOf = ({ os, release, arches, subarches, labels }) =>
  JSON.stringify([os, release, arches, subarches, labels])

export const sortedText: TextOf = ({ os, release, ...lists }) =>
  JSON.stringify([
    os,
    release,
    ...[lists.arches, lists.subarches, lists.labels].map((list) => list.toSorted()),
  ])
