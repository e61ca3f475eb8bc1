import { imageOf, isBootloader } from './image-of.ts'
import { importTwice } from './running/import-twice.ts'
import { loadersAfter } from './running/loaders-38.ts'
import { afterStop34 } from './running/stopped-34.ts'
import { afterStop } from './running/stopped-38.ts'
import { bytesByFile, common, less } from './held-files.ts'
import { failsAlone, importOutcome, type ImportOutcome, type ImportRules } from './import-outcome.ts'
import { inAnyOrder } from './order/any-order.ts'
import { readOrder } from './order/read-order.ts'
import { type Began, secondRoundsOf } from './running/second-round.ts'
import type { Brought, HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { ownersOf, type ImageOwner } from './owners-38.ts'
import { aboutWhereNotOnAll, notOnAll } from './regions/several-regions.ts'
import { selects, winnersOf } from './winners-38.ts'
import { releaseName } from '#selections/keys.ts'
import { hasAll } from '#selections/wanted.ts'

/** What is changed before an import: selections, sources, or both. */
export type Change = {
  readonly before: readonly SourceOffer[]
  readonly after: readonly SourceOffer[]
  /** Whether the selection of a release (`ubuntu/noble`) of a source is deleted and created again. */
  readonly isRecreated?: ((sourceId: number, name: string) => boolean) | undefined
  /**
   * What another import reads that begins before the change is complete and ends before the import after it (up to 3.7);
   * left out: there is none.
   */
  readonly early?: readonly SourceOffer[] | undefined
}

type Files = ReadonlyMap<string, number>
/** What a change and the import after it do, and what the next import does without the change. Bytes by file. */
export type ChangeOutcome = {
  /** The import after the change, into what the region holds by then. */
  readonly outcome: ImportOutcome
  /** To be downloaded because of the change. */
  readonly missing: Files
  /** To be downloaded with or without the change, or by a running import that finishes first. */
  readonly dueMissing: Files
  /** Freed because of the change. */
  readonly gone: Files
  /** Freed with or without the change. */
  readonly dueGone: Files
  /** Boot resources that are removed because of the change; MAAS 3.8 fetches some of them again. */
  readonly leaving: readonly HeldResource[]
  /** What the next import does without the change. */
  readonly due: DueOutcome
  /** Boot resources that MAAS 3.8 deletes before the import, because of the change or without it. */
  readonly deleted: readonly HeldResource[]
  /**
   * Images (`ubuntu/noble amd64`) that MAAS 3.8 deletes because another source takes them over, with the id of that
   * source.
   */
  readonly takenOver: ReadonlyMap<string, number>
  /** Images whose source is not known, so MAAS may delete or keep them. */
  readonly unsure: ReadonlySet<string>
  /**
   * No bytes are exact, because what the running import does cannot be known (up to 3.7), or (3.8) because it downloads
   * files that replace each other, which the import after it downloads again, or because the change or a stop ends the
   * sync of an image, which also deletes complete files, as a stop in 3.4 does; or because MAAS may have more of a
   * replaced file than it shows (3.5 to 3.7), or has a boot resource twice that it imports; or because it is not known in
   * which order an import of a snap reads its sources (up to 3.7); or because there are several region controllers.
   */
  readonly isAbout: boolean
  /**
   * Nor are the images certain, because someone may have changed the selection since the running import began (up to
   * 3.7).
   */
  readonly isStartUnknown: boolean
  /** Nor if the running import still reads the selection: it does something else if it reads the changed one (up to 3.7). */
  readonly mayStillRead: boolean
  /**
   * `gone` and `dueGone` are not exact: the running import of MAAS up to 3.7 also frees files that replace each other, even
   * if it is being stopped, and MAAS does not show how much it has of a replaced file.
   */
  readonly isFreedAbout: boolean
  /** `dueMissing` is not exact: nor is it known how much of it the running import has downloaded. */
  readonly isDueAbout: boolean
}

/** What an import brings, and the boot resources that it or what precedes it removes; some of them come back. */
export type DueOutcome = {
  readonly brought: ImportOutcome['brought']
  readonly goes: ReadonlySet<HeldResource>
}

/** What a region holds after a change of selections or sources. */
export const changeOutcome = (
  rules: ImportRules,
  { before, ...change }: Change,
  held: readonly HeldResource[],
): ChangeOutcome => changesOf(rules, before, held)(change)

/**
 * The same for several changes: what the next import does without a change is computed only once.
 * @param before in the order of MAAS's list of sources, as those of a change
 * @param began what the running import began with; null: not known
 */
export function changesOf(
  rules: ImportRules,
  before: readonly SourceOffer[],
  held: readonly HeldResource[],
  began: Began | null = null,
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  const changed = outcomesOf(rules, before, held, began)
  if ((rules.regionControllers ?? 1) < 2) return changed
  const partly = notOnAll(held)
  return (change) => aboutWhereNotOnAll(changed(change), partly)
}

/** As if there were one region controller. */
function outcomesOf(
  rules: ImportRules,
  before: readonly SourceOffer[],
  held: readonly HeldResource[],
  began: Began | null,
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  if (rules.reader === 'from-3.8') return changesInOrder(rules, before, held, null)
  return inAnyOrder(before, (place) => {
    const read = (sources: readonly SourceOffer[]) => readOrder(sources, place)
    const begun = began && { ...began, sources: read(began.sources) }
    const changes = changesInOrder(rules, read(before), held, begun)
    return ({ after, early, ...change }) =>
      changes({ ...change, after: read(after), early: early && read(early) })
  })
}

/** The same. @param before in the order in which MAAS reads the sources */
function changesInOrder(
  rules: ImportRules,
  before: readonly SourceOffer[],
  held: readonly HeldResource[],
  began: Began | null,
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  if (rules.reader === 'to-3.7' && rules.importing === true)
    return secondRoundsOf(rules, { began, before, held })
  const owners = rules.reader === 'from-3.8' ? ownersOf(before, held) : NO_OWNERS
  const stopped = rules.stopping === true ? stoppedBy(rules, before, held) : NOTHING_STOPPED
  const due = withDeletions(rules, before, held, deletedBy(before, undefined, owners, held), stopped.left)
  const dueOutcome = {
    brought: due.outcome.brought,
    goes: new Set([...due.deleted.keys(), ...due.outcome.removed, ...deletedIn(stopped.left)]),
  }
  return (change) => changed({ rules, owners, stopped, due, dueOutcome, held }, { before, ...change })
}

type Known = {
  readonly rules: ImportRules
  readonly owners: ReadonlyMap<string, ImageOwner>
  /** What an import that is being stopped leaves (3.8). */
  readonly stopped: ReturnType<typeof afterStop>
  /** What the next import does without the change. */
  readonly due: ReturnType<typeof withDeletions>
  readonly dueOutcome: DueOutcome
  readonly held: readonly HeldResource[]
}

function changed({ rules, owners, stopped, due, dueOutcome, held }: Known, change: Change): ChangeOutcome {
  const after = rules.reader === 'from-3.8' ? withOwnSelections(change) : change.after
  const deleted = deletedBy(after, change.isRecreated, owners, held)
  const { loaders: loadersThen, isAbout: endsSync } =
    rules.importing === true && rules.reader === 'from-3.8' ? loadersAfter(change, held) : NOTHING
  const left = rules.importing === true ? loadersThen : stopped.left
  const { outcome, gone } = withDeletions(rules, after, held, deleted, left, change.early)
  const runs = rules.importing === true || (rules.reader === 'from-3.8' && rules.stopping === true)
  const outcomes = [outcome, due.outcome]
  const isHidden = !failsAlone(outcome) && outcomes.some(hidesBytes)
  const isAbout = endsSync || stopped.isAbout || isHidden || (runs && outcomes.some(downloadsAgain))
  const leaving = [
    ...[...deleted.keys()].filter((one) => !due.deleted.has(one)),
    ...outcome.removed.filter((one) => !due.removed.has(one)),
  ]
  const leavingFiles = bytesByFile(leaving)
  const isOwn = (sum: string) => !due.gone.has(sum) || leavingFiles.has(sum)
  const first =
    rules.importing === true
      ? finishedFirst({ owners, due }, change, { deleted, loadersThen, after: outcome })
      : []
  const all = new Map(outcome.missing)
  for (const [sum, bytes] of first) all.set(sum, bytes + (all.get(sum) ?? 0))
  const dueMissing = common(all, due.outcome.missing)
  return {
    outcome,
    missing: less(all, dueMissing),
    dueMissing,
    gone: new Map([...gone].filter(([sum]) => isOwn(sum))),
    dueGone: new Map([...gone].filter(([sum]) => !isOwn(sum))),
    leaving,
    due: dueOutcome,
    deleted: [...deleted.keys(), ...deletedIn(stopped.left)],
    takenOver: new Map(
      [...deleted].flatMap(([one, taker]) => (taker === null ? [] : [[imageOf(one), taker] as const])),
    ),
    unsure: new Set([...owners].flatMap(([image, { sure }]) => (sure ? [] : [image]))),
    isAbout,
    isStartUnknown: false,
    mayStillRead: false,
    isFreedAbout: isAbout || (rules.stopping === true && due.outcome.replaces === true),
    isDueAbout: isAbout,
  }
}

const hidesBytes = ({ mayHaveMore, fillsOneOfTwo }: ImportOutcome) =>
  mayHaveMore === true || fillsOneOfTwo === true

/** Whether the running import of MAAS 3.8 downloads files that the one after it downloads again. */
const downloadsAgain = ({ replaces, fillsTwice }: ImportOutcome) => replaces === true || fillsTwice === true

/** What the end of an import that is being stopped leaves. MAAS 3.5 to 3.7 leaves everything. */
function stoppedBy(rules: ImportRules, before: readonly SourceOffer[], held: readonly HeldResource[]) {
  if (rules.reader === 'from-3.8') return afterStop(before, held)
  return rules.fetchesReplaced ? NOTHING_STOPPED : afterStop34(held)
}

/** An import into a region from which something was deleted first. @param early what another import reads before it */
function withDeletions(
  rules: ImportRules,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
  deleted: Deleted,
  left: Left,
  early?: readonly SourceOffer[],
) {
  // if nothing is deleted, the list stays the same object, because caches use it as their key
  const kept =
    deleted.size + left.size === 0
      ? held
      : held.flatMap((one) => (deleted.has(one) ? [] : (leftOf(left, one) ?? [])))
  const outcome = early ? importTwice(rules, [early, sources], kept) : importOutcome(rules, sources, kept)
  const gone = new Map([...lostWith(held, kept), ...outcome.gone])
  return { outcome, deleted, removed: new Set(outcome.removed), gone }
}

/**
 * MAAS 3.8 keeps its own selection for each architecture. An update never drops one, even if `*` replaces architectures
 * that the source no longer offers.
 */
const withOwnSelections = ({ before, after, isRecreated }: Change): SourceOffer[] =>
  after.map((source) => {
    const former = before.find(({ id }) => id === source.id)
    const earlier = former?.selections ?? []
    const selections = source.selections.map((one) => {
      const same = earlier.find(({ os, release }) => os === one.os && release === one.release)
      if (!same || isRecreated?.(source.id, releaseName(one))) return one
      const listed = former?.offer.releases.find((release) => releaseName(release) === releaseName(one))
      // `*` has selected those that the source offered until now
      const all = hasAll(same.arches) ? (listed?.arches ?? []) : []
      return { ...one, arches: [...new Set([...one.arches, ...same.arches, ...all.map(({ arch }) => arch)])] }
    })
    return { ...source, selections }
  })

/** With the id of the source that takes an image over; null: none does. */
type Deleted = ReadonlyMap<HeldResource, number | null>

/**
 * What MAAS 3.8 deletes before it fetches anything: images of a selection that is deleted or created again, and images
 * that another source takes over.
 */
function deletedBy(
  after: readonly SourceOffer[],
  isRecreated: Change['isRecreated'],
  owners: ReadonlyMap<string, ImageOwner>,
  held: readonly HeldResource[],
): Deleted {
  const deleted = new Map<HeldResource, number | null>()
  if (owners.size === 0) return deleted
  const winners = winnersOf(after)
  for (const one of held) {
    const owner = owners.get(imageOf(one))?.source
    if (!one.synced || isBootloader(one) || !owner) continue
    const isDropped = drops({ after, isRecreated }, owner, one)
    const taker = winners.get(imageOf(one))?.id ?? owner.id
    if (isDropped || taker !== owner.id) deleted.set(one, taker === owner.id ? null : taker)
  }
  return deleted
}

/** Whether a change deletes the selection of an image at its source. */
function drops(
  { after, isRecreated }: Pick<Change, 'after' | 'isRecreated'>,
  owner: SourceOffer,
  one: HeldResource,
): boolean {
  const same = after.find(({ id }) => id === owner.id)
  return !same || !selects(same, one) || isRecreated?.(owner.id, one.name) === true
}

/**
 * Bytes that the running import of MAAS 3.8 still downloads and the import after it does not need, by file: of images that
 * the latter replaces by those of another source, and of bootloaders.
 */
function finishedFirst(
  { owners, due }: Pick<Known, 'owners' | 'due'>,
  change: Change,
  { deleted, loadersThen, after }: { deleted: Deleted; loadersThen: Loaders; after: ImportOutcome },
): readonly (readonly [sum: string, bytes: number])[] {
  const images = new Set(
    [...deleted].flatMap(([one, taker]) => {
      const owner = owners.get(imageOf(one))?.source
      return taker !== null && owner && !drops(change, owner, one) ? [imageOf(one)] : []
    }),
  )
  const sumsOf = (pass: (one: Brought) => boolean) =>
    new Set(
      [...due.outcome.brought.values()]
        .filter(pass)
        .flatMap((one) => [one, ...(one.others ?? [])].flatMap(({ files }) => [...files.keys()])),
    )
  const replaced = sumsOf((one) => images.has(imageOf(one)))
  // they are complete by then
  const loaders = sumsOf(isBootloader)
  const here = bytesByFile([...loadersThen.values()])
  return [...due.outcome.missing].filter(
    ([sum]) => replaced.has(sum) || (loaders.has(sum) && here.has(sum) && !after.missing.has(sum)),
  )
}

type Loaders = ReturnType<typeof loadersAfter>['loaders']

/** What becomes of boot resources before the next import, without a change; null: they are deleted. */
type Left = ReadonlyMap<HeldResource, HeldResource | null>

const leftOf = (left: Left, one: HeldResource): HeldResource | null => {
  const other = left.get(one)
  return other === undefined ? one : other
}

const deletedIn = (left: Left): HeldResource[] =>
  [...left].flatMap(([one, other]) => (other === null ? [one] : []))

const NOTHING_STOPPED: ReturnType<typeof afterStop> = { left: new Map(), isAbout: false }

const NOTHING: ReturnType<typeof loadersAfter> = { loaders: new Map(), isAbout: false }

const NO_OWNERS: ReturnType<typeof ownersOf> = new Map()

/** Bytes of the files that no boot resource uses any more. */
function lostWith(held: readonly HeldResource[], kept: readonly HeldResource[]): Files {
  if (kept === held) return new Map()
  const here = bytesByFile(kept)
  return new Map([...bytesByFile(held)].filter(([sum]) => !here.has(sum)))
}
