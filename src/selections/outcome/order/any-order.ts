import type { Change, ChangeOutcome } from '#selections/outcome/change-outcome.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { otherPlaces } from './read-order.ts'

type Changes = (change: Omit<Change, 'before'>) => ChangeOutcome

/**
 * What changes do if it is not known in which order an import reads its sources: what they do in the usual order, which
 * is not exact if another order makes a difference.
 * @param changesAt what they do if the source that is written again takes this place, see readOrder
 */
export function inAnyOrder(before: readonly SourceOffer[], changesAt: (place: number) => Changes): Changes {
  const made = new Map<number, Changes>()
  const at = (place: number): Changes => {
    const known = made.get(place) ?? changesAt(place)
    made.set(place, known)
    return known
  }
  return (change) => {
    const usual = at(0)(change)
    const most = Math.max(...[before, change.after, change.early ?? []].map(otherPlaces))
    const others = Array.from({ length: most }, (_, index) => at(index + 1))
    return others.every((changes) => doesSame(usual, changes(change)))
      ? usual
      : { ...usual, isAbout: true, isFreedAbout: true, isDueAbout: true }
  }
}

function doesSame(one: ChangeOutcome, other: ChangeOutcome): boolean {
  const bytesOf = ({ missing, dueMissing, gone, dueGone }: ChangeOutcome) => [
    missing,
    dueMissing,
    gone,
    dueGone,
  ]
  const broughtBy = ({ outcome, due }: ChangeOutcome) => [
    versionsOf(outcome.brought),
    versionsOf(outcome.completed),
    versionsOf(due.brought),
  ]
  const goneWith = ({ outcome, due }: ChangeOutcome) => [new Set(outcome.removed), due.goes]
  return (
    bytesOf(one).every((bytes, index) => isSameMap(bytes, bytesOf(other)[index])) &&
    broughtBy(one).every((versions, index) => isSameMap(versions, broughtBy(other)[index])) &&
    goneWith(one).every((gone, index) => isSameSet(gone, goneWith(other)[index]))
  )
}

const versionsOf = (brought: ChangeOutcome['outcome']['brought'] = new Map()): ReadonlyMap<string, string> =>
  new Map([...brought].map(([key, { version }]) => [key, version]))

const isSameMap = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T> = new Map()): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)

const isSameSet = (one: ReadonlySet<HeldResource>, other: ReadonlySet<HeldResource> = new Set()): boolean =>
  one.size === other.size && [...one].every((resource) => other.has(resource))
