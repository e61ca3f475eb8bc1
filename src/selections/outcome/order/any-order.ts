import type { Change, ChangeOutcome } from '#selections/outcome/change-outcome.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { isBootloader } from '#selections/outcome/image-of.ts'
import { otherPlaces } from './read-order.ts'

type Changes = (change: Omit<Change, 'before'>) => ChangeOutcome

/**
 * What changes do if it is not known in which order an import reads its sources: what they do in the usual order, not
 * exact where another order makes a difference.
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
    return others.reduce((found, changes) => aboutWhereOther(found, changes(change)), usual)
  }
}

/** What a change does in the usual order: not exact in what it does differently in another order. */
function aboutWhereOther(usual: ChangeOutcome, other: ChangeOutcome): ChangeOutcome {
  const isAbout = usual.isAbout || other.isAbout || !hasSameImages(usual, other) || differsIn('missing')
  return {
    ...usual,
    isAbout,
    isFreedAbout:
      isAbout || usual.isFreedAbout || other.isFreedAbout || differsIn('gone') || differsIn('dueGone'),
    isDueAbout: isAbout || usual.isDueAbout || other.isDueAbout || differsIn('dueMissing'),
  }

  function differsIn(bytes: 'missing' | 'dueMissing' | 'gone' | 'dueGone'): boolean {
    return !isSameMap(usual[bytes], other[bytes])
  }
}

/** Without bootloaders, which MAAS imports in any case, so that only bytes show their version. */
function hasSameImages(one: ChangeOutcome, other: ChangeOutcome): boolean {
  const broughtBy = ({ outcome, due }: ChangeOutcome) => [
    versionsOf(outcome.brought),
    versionsOf(outcome.completed),
    versionsOf(due.brought),
  ]
  const goneWith = ({ outcome, due }: ChangeOutcome) => [new Set(outcome.removed), due.goes]
  return (
    broughtBy(one).every((versions, index) => isSameMap(versions, broughtBy(other)[index])) &&
    goneWith(one).every((gone, index) => isSameSet(gone, goneWith(other)[index]))
  )
}

type BroughtImages = ChangeOutcome['outcome']['brought']

const versionsOf = (brought: BroughtImages = new Map()): ReadonlyMap<string, string> =>
  new Map([...brought].flatMap(([key, one]) => (isBootloader(one) ? [] : [[key, one.version]])))

const isSameMap = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T> = new Map()): boolean =>
  one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)

const isSameSet = (one: ReadonlySet<HeldResource>, other: ReadonlySet<HeldResource> = new Set()): boolean =>
  one.size === other.size && [...one].every((resource) => other.has(resource))
