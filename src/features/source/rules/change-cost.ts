import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { changeOutcome } from '#selections/outcome/change-outcome.ts'
import { doubledIn } from '#selections/outcome/doubled.ts'
import { inListOrder, inReadOrder, isRewritten } from '#selections/outcome/order/read-order.ts'
import { totalBytes } from '#selections/outcome/held-files.ts'
import type { HeldResource, Offer, SourceOffer } from '#selections/source-offer.ts'
import { isRecreated } from './selection-steps.ts'
import type { Cost } from './choices.ts'
import { earlySelections, type Moved, syncsEarly } from './early-import.ts'
import { sameSpec, specOf, type SourceSpec, type SourceState, type SourceTarget } from './model.ts'
import { releaseName } from '#selections/keys.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly sources: readonly SourceState[]
  /** The order of MAAS's list of sources, if it is another one. */
  readonly sourceOrder?: readonly number[] | undefined
  readonly target: SourceTarget
  /** What the target's source offers. */
  readonly catalogue: Catalogue
  /** What the current sources offer, by id, for those that have been read. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  /** The source keeps its id: MAAS updates it in place. */
  readonly inPlace: boolean
  readonly files: FilesAnswer | null
  /** The change stops a running import first, which matters in 3.4 and from 3.8 on. */
  readonly stopping?: boolean
  /** How many region controllers hold copies of the images; left out: one, or not known. */
  readonly regionControllers?: number | undefined
}

/**
 * What the import after a source change downloads and frees, based on the files that the region has in any version.
 * Null: some of that is not known. It is approximate where MAAS imports twice: it begins to import from the new address
 * before the selections are changed (up to 3.7 both imports count, but MAAS may read changed selections in the first one
 * already), or (3.8) downloads files that replace each other again, and where the change stops an import: MAAS 3.4 and 3.8
 * then delete complete files, and from 3.5 on replaced files that MAAS does not show.
 */
export function changeCost(input: Input): Cost | null {
  const { version, target, catalogue, catalogues, inPlace, files, stopping, regionControllers } = input
  const sources = inListOrder(input.sources, ({ source }) => source.id, input.sourceOrder)
  const rules = { ...capabilitiesOf(version), stopping, regionControllers }
  const others = sources.filter(({ source }) => source.id !== target.replaces)
  if (!files?.complete || !rules.known || others.some(({ source }) => !catalogues.has(source.id))) return null
  const keyrings = [...sources.map(({ source }) => source), ...(target.spec ? [target.spec] : [])]
  const offerOf = offersOf(catalogues, keyrings)
  const changed: SourceOffer = {
    id:
      inPlace && target.replaces !== null
        ? target.replaces
        : Math.max(0, ...sources.map(({ source }) => source.id)) + 1,
    priority: target.extras?.priority,
    enabled: target.extras?.enabled,
    isRewritten: target.spec !== null && isRewritten(target.spec.url, keyrings),
    offer: catalogue,
    selections: target.selections,
  }
  const before = sources.map(offerOf)
  const afterWith = (one: SourceOffer) =>
    rules.reader === 'to-3.7' && staysInPlace(input)
      ? before.map((source) => (source.id === one.id ? one : source))
      : [...others.map(offerOf), one]
  const moved = movedOf(input)
  const early = rules.syncsSelections || !moved ? undefined : earlySelections(moved)
  const change = {
    before,
    after: afterWith(changed),
    isRecreated: (id: number, name: string) =>
      id === changed.id && recreated(input).some((release) => name === releaseName(release)),
    early: early && afterWith({ ...changed, selections: early }),
  }
  const { outcome, missing, dueMissing, gone, dueGone, isFreedAbout } = changeOutcome(
    rules,
    change,
    files.resources,
  )
  const freed = totalBytes(gone) + totalBytes(dueGone)
  // without the current source's offer, updates that are due cannot be distinguished
  const isKnown = sources.every(({ source }) => catalogues.has(source.id))
  const isTwice = [...outcome.brought.values()].some(({ others = [] }) => others.length > 0)
  const isAbout =
    isFreedAbout ||
    early !== undefined ||
    (moved !== null && rules.syncsSelections && syncsEarly(moved)) ||
    (rules.syncsSelections && inPlace && (outcome.replaces === true || isTwice || listsTwice(catalogue)))
  const more = {
    ...(isAbout && { isAbout: true }),
    ...(outcome.failsAt && { failsAt: outcome.failsAt }),
  }
  return isKnown
    ? { download: totalBytes(missing), due: totalBytes(dueMissing), freed, ...more }
    : { download: totalBytes(missing) + totalBytes(dueMissing), due: 0, freed, ...more }
}

type Deletion = Pick<Input, 'version' | 'sources' | 'sourceOrder' | 'catalogues' | 'files'> & {
  /** The id of the source that is deleted. */
  readonly id: number
}

/**
 * What makes the import after the deletion of a source fail, because the region holds it twice (up to 3.7); nothing if
 * not all is known. If no source is left, the import reads the release that MAAS selects from its own source.
 */
export function deletionFailsAt(deletion: Deletion): readonly HeldResource[] {
  const { version, sources, sourceOrder, catalogues, files, id } = deletion
  const rules = capabilitiesOf(version)
  if (!rules.known || rules.reader !== 'to-3.7' || !files?.complete) return []
  const others = inListOrder(sources, ({ source }) => source.id, sourceOrder).filter(
    ({ source }) => source.id !== id,
  )
  if (others.length === 0) {
    const read = releaseName({ os: 'ubuntu', release: rules.releaseOfAdded ?? '' })
    return [...doubledIn(files.resources).values()].flatMap(([one]) => (one && one.name !== read ? one : []))
  }
  if (others.some(({ source }) => !catalogues.has(source.id))) return []
  const keyrings = others.map(({ source }) => source)
  const left = others.map(offersOf(catalogues, keyrings))
  return changeOutcome(rules, { before: left, after: left }, files.resources).outcome.failsAt ?? []
}

const offersOf =
  (catalogues: Input['catalogues'], keyrings: Parameters<typeof isRewritten>[1]) =>
  ({ source: { id, url, priority, enabled }, selections }: SourceState): SourceOffer => ({
    id,
    priority,
    enabled,
    isRewritten: isRewritten(url, keyrings),
    offer: catalogues.get(id) ?? NOTHING,
    selections,
  })

type Changed = Pick<Input, 'sources' | 'inPlace'> & {
  readonly target: Pick<SourceTarget, 'spec' | 'replaces'>
}

/**
 * Whether the source keeps its place among the others: MAAS up to 3.7 lists a source last that is created or updated, which
 * it is unless its address and keyring stay as they are.
 */
function staysInPlace({ sources, target: { spec, replaces }, inPlace }: Changed): boolean {
  const old = inPlace ? sources.find(({ source }) => source.id === replaces) : undefined
  return old !== undefined && spec !== null && sameSpec(specOf(old.source), spec)
}

/** The other sources that an import after the change usually reads before the changed source (MAAS up to 3.7). */
export function readBefore(
  change: Changed & Pick<Input, 'sourceOrder'> & { readonly target: { readonly spec: SourceSpec } },
): readonly SourceState[] {
  const { sources, sourceOrder, target } = change
  const { spec, replaces } = target
  const listed = inListOrder(sources, ({ source }) => source.id, sourceOrder)
  const others = listed.filter(({ source }) => source.id !== replaces)
  const changed = { ...spec, id: replaces ?? 0 }
  const after = staysInPlace(change)
    ? listed.map(({ source }) => (source.id === replaces ? changed : source))
    : [...others.map(({ source }) => source), changed]
  const read = inReadOrder(after, undefined)
  const before = read.slice(0, read.indexOf(changed))
  return others.filter(({ source }) => before.includes(source))
}

/** Whether several products of a source fill one boot resource. */
const listsTwice = ({ releases }: Offer): boolean =>
  releases.some(({ arches }) =>
    arches.some(({ kernels }) => new Set(kernels.map(({ name }) => name)).size < kernels.length),
  )

/** The source of the target, if MAAS updates it in place with another address. */
function movedOf({ sources, target, catalogue, catalogues, inPlace }: Input): Moved | null {
  const old = sources.find(({ source }) => source.id === target.replaces)
  if (!inPlace || !old || old.source.url === target.spec?.url) return null
  const before = catalogues.get(old.source.id) ?? NOTHING
  return { old, before, after: catalogue, wanted: target.selections }
}

/** Selections of a remaining source that MAAS deletes and creates again to change them. */
export function recreated({ sources, target, inPlace }: Pick<Input, 'sources' | 'target' | 'inPlace'>) {
  const old = inPlace ? sources.find(({ source }) => source.id === target.replaces) : undefined
  return target.selections.filter((wanted) => {
    const saved = old?.selections.find(({ os, release }) => os === wanted.os && release === wanted.release)
    return old && saved && isRecreated(old.source, saved, wanted)
  })
}

/** Stands in for the offer of a source that cannot be read. */
const NOTHING: Offer = { releases: [], bootloaders: [], notifications: [] }
