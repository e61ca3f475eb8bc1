import type { Catalogue, FilesAnswer, Image, RegionAnswer } from '#contract/gateway.ts'
import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import { heldFacts, type HeldFacts } from '#selections/held-facts.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { importsEverythingUnselected } from '#selections/source-offer.ts'
import { compareCatalogues } from '#streams/catalogue/compare.ts'
import { changeCost, readBefore, recreated } from './change-cost.ts'
import { addsOnly, canUpdate } from './source-steps.ts'
import { carriedSelections, costOf, unchangeableIn, type Choices, type ChoiceRules } from './choices.ts'
import { importedAgain, suppliedBy } from './imported-again.ts'
import { extrasOf, extrasText, sameSpec, specOf, type SourceState, type SourceTarget } from './model.ts'
import { releaseNames } from '#features/source/report/release-names.ts'
import { offerTotals, type OfferTotals } from '#features/source/report/report.ts'
import { restoredSelections, returnOf } from './restored.ts'
import { sameSource } from '#features/source/form/source-form.ts'
import { sameSelection } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

type Input = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** The source to replace; null: a source is added. */
  old: SourceState | null
  /** What the current source offers, if known. */
  present: Catalogue | null
  spec: SourceSpec
  /** MAAS 3.8 and later. */
  extras: SourceExtras | undefined
  catalogue: Catalogue
  /** The region's images. */
  images: readonly Image[]
  /** The files of the region's images; null: not read. */
  files: FilesAnswer | null
  /** What the region's sources offer, by id, for those that have been read. */
  catalogues: ReadonlyMap<number, Catalogue>
  /** Selections to restore; they replace the current ones. */
  restores: SourceTarget['selections'] | null
  /** Whether an import runs, which the change stops. */
  importing?: boolean
}

/** What a change to the source that was read would do, including the choices for releases that it does not offer. */
export function sourcePlan(input: Input, choices: Choices) {
  const { region, sources, present, catalogue, restores } = input
  const atUrl = sources.find(({ source }) => source.url === input.spec.url) ?? null
  // when the last source is deleted, MAAS adds its own: if that is the one to restore, the undo restores its selection
  const old = input.old ?? (restores ? atUrl : null)
  const spec = {
    // MAAS up to 3.7 treats an address with another slash as different, people do not
    url: old && bare(old.source.url) === bare(input.spec.url) ? old.source.url : input.spec.url,
    keyring_filename: input.spec.keyring_filename,
    // the keyring in the one form that MAAS reads
    keyring_data: catalogue.keyring.data ?? input.spec.keyring_data,
  }
  const {
    filtersKernels: kernelsFiltered,
    mayDropCommissioning,
    syncsSelections,
    takesFirstListed,
  } = capabilitiesOf(region.version)
  const held = factsOf(input.images)
  const selections = old?.selections ?? []
  const replaces = old?.source.id ?? null
  const others = sources.filter(({ source }) => source.id !== replaces)
  const inPlace = old !== null && canUpdate(old, spec)
  // MAAS 3.4 takes a file from another source only if it reads that one first
  const suppliers = takesFirstListed
    ? readBefore({ sources, sourceOrder: region.sourceOrder, target: { spec, replaces }, inPlace })
    : others
  const compare = (wanted: readonly SourceTarget['selections'][number][]) =>
    compareCatalogues(present, catalogue, wanted, {
      kernelsFiltered,
      held,
      ...(kernelsFiltered && { supplied: suppliedBy(suppliers, input.catalogues) }),
    })
  const comparison = compare(selections)
  const rules: ChoiceRules = {
    deletesImmediately: syncsSelections,
    inPlace,
    commissioning: releaseName({ os: 'ubuntu', release: region.config.commissioningRelease }),
    ...(inPlace && { unchangeable: unchangeableIn(selections, comparison) }),
  }
  const former = restores && compare(restores)
  const carried = former
    ? restoredSelections(restores, former, selections, { ...rules, mayDropCommissioning })
    : { selections: carriedSelections(selections, comparison, choices, rules), lost: [] }
  const target: SourceTarget = {
    spec,
    selections: carried.selections,
    replaces,
    extras: input.extras,
  }
  const everything = target.selections.length === 0 ? importedWhole(catalogue, region.version) : null
  const same = sources
    .map(({ source }) => source)
    .find((source) => source.id !== replaces && sameSource(source.url, spec.url))
  const inUse =
    old !== null &&
    sameSpec(specOf(old.source), spec) &&
    extrasText(extrasOf(old.source)) === extrasText(input.extras)
  const unchanged = inUse && (restores === null || sameSelections(carried.selections, selections))
  return {
    rules,
    comparison,
    target,
    /** Images selected from other sources that MAAS also imports from this one. */
    again: kernelsFiltered ? importedAgain(catalogue, others, input.catalogues) : [],
    /** `os/release` of former selections that cannot be restored. */
    lost: carried.lost,
    /** For an undo: what happens to the current selections. */
    returns: former && returnOf(selections, carried.selections, former),
    cost: changeCost({
      version: region.version,
      sources,
      sourceOrder: region.sourceOrder,
      target,
      catalogue,
      catalogues: input.catalogues,
      inPlace: rules.inPlace,
      files: input.files,
      stopping: input.importing === true && !addsOnly(target),
      regionControllers: region.regionControllers,
    }) ?? {
      ...costOf(comparison, compare(carried.selections)),
      ...(everything && { download: everything.bytes }),
    },
    /** What MAAS imports because nothing is selected from the source; null: nothing. */
    everything,
    /** "Ubuntu 24.04 LTS" */
    nameOf: releaseNames([catalogue, ...(present ? [present] : [])], input.images),
    /** Selections whose images MAAS deletes and downloads again because an architecture is removed. */
    recreated: recreated({ sources, target, inPlace: rules.inPlace }),
    offBecause: unchanged
      ? 'This source is already in use with the same keyring. Nothing would change.'
      : same?.url === spec.url
        ? 'The region already has this source.'
        : // a source that is already there twice may be changed in place
          same && old?.source.url !== spec.url
          ? `The region already has this source as ${same.url}. MAAS would read it twice.`
          : null,
  }
}

export type SourcePlan = ReturnType<typeof sourcePlan>

/** MAAS up to 3.7 imports everything from a source without bootloaders until something is selected from it. */
const importedWhole = (catalogue: Catalogue, version: string): OfferTotals | null =>
  capabilitiesOf(version).reader === 'to-3.7' &&
  catalogue.releases.length > 0 &&
  importsEverythingUnselected(catalogue)
    ? offerTotals(catalogue)
    : null

/** By `os/release`, with titles as streams write them: "24.04 LTS", "CentOS 8". */
function factsOf(images: readonly Image[]): Map<string, HeldFacts> {
  const facts = new Map<string, HeldFacts>()
  const synced = images.filter(({ kind }) => kind === 'synced')
  for (const { os, release } of synced) {
    const key = releaseName({ os, release })
    if (facts.has(key)) continue
    const own = synced.filter((image) => image.os === os && image.release === release)
    const { title, ...rest } = heldFacts(os, release, own)
    facts.set(key, { ...rest, title: os === 'ubuntu' ? title : fullTitle(os, title) })
  }
  return facts
}

const bare = (url: string) => url.replace(/\/+$/, '')

const sameSelections = (a: SourceTarget['selections'], b: SourceTarget['selections']): boolean =>
  a.length === b.length && a.every((one) => b.some((other) => sameSelection(one, other)))
