import { knownText } from '#selections/outcome/held-files.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import {
  exactText,
  firstRound,
  type FirstRound,
  isSame,
  type Rounds,
  roundsOf,
  type Rules37,
} from './rounds-37.ts'

/*
 * What else the running import of MAAS up to 3.7 may do while it may still read the selection. It reads it twice: what
 * to import before it writes the event of its start, and what to remove after it has read its sources again, before it
 * downloads anything (get_boot_sources, resource_cleaner).
 */

type Region = {
  readonly rules: Rules37
  /** What the running import probably does. */
  readonly round: FirstRound
  /** What is saved now. */
  readonly before: readonly SourceOffer[]
  readonly held: readonly HeldResource[]
}

/** Whether the images are not certain, or anything. */
export type Open = { readonly images: boolean; readonly all: boolean }

/** Whether the running import may do something else with what is saved by the time that it reads it. */
export function openAfter(
  { rules, round, before, held }: Region,
  after: readonly SourceOffer[],
  probable: Rounds,
): Open {
  const { began, first } = round
  const { half } = rules
  const saves = isSame(before, after, exactText) ? [after] : [before, after]
  const isOther = (one: readonly SourceOffer[]) => !isSame(began, one, exactText)
  const others = saves.filter(isOther)
  // left out: it has begun to download
  if (half === undefined || half.grows || others.length === 0) return NOTHING
  const begun = half.hasRead
    ? []
    : others.flatMap((one) =>
        saves
          .slice(saves.indexOf(one))
          .map((later) => firstRound({ ...rules, importing: false }, one, held, later)),
      )
  const cleaned = others
    .filter((one) => !isSameList(first.removedWith(one), first.removedWith(began)))
    .map((one) => firstRound({ ...rules, importing: true }, began, held, one))
  const possible = [...begun, ...cleaned].map((one) => roundsOf(rules, one, after, held))
  const differs = (textsOf: (rounds: Rounds, held: readonly HeldResource[]) => readonly string[]) =>
    possible.some((one) => !isSameList(textsOf(one, held), textsOf(probable, held)))
  return { images: differs(imagesOf), all: differs(factsOf) }
}

const NOTHING: Open = { images: false, all: false }

const isSameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])

/** The boot resources that a region then has, with their complete version; '': none. */
function versionsOf({ outcome }: Rounds, held: readonly HeldResource[]): [key: string, version: string][] {
  const there = new Map<string, string>()
  const gone = new Set(outcome.removed)
  for (const one of held) {
    const complete = one.sets.findLast((set) => set.complete)
    if (!gone.has(one)) there.set(knownText(one), complete?.version ?? '')
  }
  for (const [key, { version }] of [...(outcome.completed ?? []), ...outcome.brought]) there.set(key, version)
  return [...there]
}

const imagesOf = (rounds: Rounds, held: readonly HeldResource[]): string[] =>
  versionsOf(rounds, held)
    .map(([key, version]) => (version === '' ? key : `${key} complete`))
    .toSorted()

/** Also the versions, and the bytes that are downloaded and freed. */
function factsOf(rounds: Rounds, held: readonly HeldResource[]): string[] {
  const versions = versionsOf(rounds, held).map((one) => one.join(' '))
  const files = [rounds.outcome.missing, rounds.gone].map((bytes) => [...bytes].map((one) => one.join(' ')))
  return [versions, ...files].flatMap((list) => ['', ...list.toSorted()])
}
