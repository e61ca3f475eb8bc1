import type { Catalogue, FilesAnswer, Image, RegionAnswer } from '#contract/gateway.ts'
import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import { heldFacts, type HeldFacts } from '#selections/held-facts.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { importsEverythingUnselected } from '#selections/source-offer.ts'
import { compareCatalogues } from '#streams/catalogue/compare.ts'
import { changeCost, recreated } from './change-cost.ts'
import { canUpdate } from './source-steps.ts'
import { carriedSelections, costOf, type Choices, type ChoiceRules } from './choices.ts'
import { importedAgain, suppliedBy } from './imported-again.ts'
import { extrasOf, extrasText, sameSpec, specOf, type SourceState, type SourceTarget } from './model.ts'
import { offerOf, type Offer } from '#features/source/report/report.ts'
import { restoredSelections, returnOf } from './restored.ts'
import { sameSource } from '#features/source/form/source-form.ts'
import { sameSelection } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

type Input = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** What it takes the place of; null: it is added. */
  old: SourceState | null
  /** What the present source offers, where that is known. */
  present: Catalogue | null
  spec: SourceSpec
  /** MAAS 3.8 and later. */
  extras: SourceExtras | undefined
  catalogue: Catalogue
  /** What the region holds. */
  images: readonly Image[]
  /** Its files; null: not read. */
  files: FilesAnswer | null
  /** What the sources of the region offer, by id, as far as they have been read. */
  catalogues: ReadonlyMap<number, Catalogue>
  /** Selections to have in the end, instead of those of now. */
  restores: SourceTarget['selections'] | null
}

/** What a change to a source that was read would do, with the choices made for what it does not offer. */
export function sourcePlan(input: Input, choices: Choices) {
  const { region, sources, present, catalogue, restores } = input
  const atUrl = sources.find(({ source }) => source.url === input.spec.url) ?? null
  // MAAS puts its own source back when the last one is deleted: undoing that gives it its selection again
  const old = input.old ?? (restores ? atUrl : null)
  const spec = {
    // MAAS up to 3.7 takes the same address with another slash for another one, people do not
    url: old && bare(old.source.url) === bare(input.spec.url) ? old.source.url : input.spec.url,
    keyring_filename: input.spec.keyring_filename,
    // MAAS gets a keyring in the one form it reads
    keyring_data: catalogue.keyring.data ?? input.spec.keyring_data,
  }
  const {
    filtersKernels: kernelsFiltered,
    mayDropCommissioning,
    syncsSelections,
  } = capabilitiesOf(region.version)
  const rules: ChoiceRules = {
    deletesImmediately: syncsSelections,
    inPlace: old !== null && canUpdate(old, spec),
    commissioning: releaseName({ os: 'ubuntu', release: region.config.commissioningRelease }),
  }
  const held = factsOf(input.images)
  const selections = old?.selections ?? []
  const others = sources.filter(({ source }) => source.id !== old?.source.id)
  const compare = (wanted: readonly SourceTarget['selections'][number][]) =>
    compareCatalogues(present, catalogue, wanted, {
      kernelsFiltered,
      held,
      ...(kernelsFiltered && { supplied: suppliedBy(others, input.catalogues) }),
    })
  const comparison = compare(selections)
  const former = restores && compare(restores)
  const carried = former
    ? restoredSelections(restores, former, selections, { ...rules, mayDropCommissioning })
    : { selections: carriedSelections(selections, comparison, choices, rules), lost: [] }
  const target: SourceTarget = {
    spec,
    selections: carried.selections,
    replaces: old?.source.id ?? null,
    extras: input.extras,
  }
  const everything = target.selections.length === 0 ? importedWhole(catalogue, region.version) : null
  const same = sources
    .map(({ source }) => source)
    .find((source) => source.id !== old?.source.id && sameSource(source.url, spec.url))
  const inUse =
    old !== null &&
    sameSpec(specOf(old.source), spec) &&
    extrasText(extrasOf(old.source)) === extrasText(input.extras)
  const unchanged = inUse && (restores === null || sameSelections(carried.selections, selections))
  return {
    rules,
    comparison,
    target,
    /** Images of other sources that MAAS imports from this one as well. */
    again: kernelsFiltered ? importedAgain(catalogue, others, input.catalogues) : [],
    /** `os/release` of former selections that cannot come back. */
    lost: carried.lost,
    /** Of a way back: what it makes of the selection of now. */
    returns: former && returnOf(selections, carried.selections, former),
    cost: changeCost({
      version: region.version,
      sources,
      target,
      catalogue,
      catalogues: input.catalogues,
      inPlace: rules.inPlace,
      files: input.files,
    }) ?? {
      ...costOf(comparison, compare(carried.selections)),
      ...(everything && { download: everything.bytes }),
    },
    /** What MAAS imports of it because nothing of it is selected; null: nothing. */
    everything,
    /** Selections whose images MAAS deletes and downloads again, because an architecture is dropped. */
    recreated: recreated({ sources, target, inPlace: rules.inPlace }),
    offBecause: unchanged
      ? 'This is the source in use, with the same keyring: nothing would change.'
      : same?.url === spec.url
        ? 'The region has this source already.'
        : // one that is there twice already may be changed where it is
          same && old?.source.url !== spec.url
          ? `The region has this source already, written ${same.url}: MAAS would read it twice.`
          : null,
  }
}

export type SourcePlan = ReturnType<typeof sourcePlan>

/** MAAS up to 3.7 imports everything of a source without bootloaders as long as nothing of it is selected. */
const importedWhole = (catalogue: Catalogue, version: string): Offer | null =>
  capabilitiesOf(version).reader === 'to-3.7' &&
  catalogue.releases.length > 0 &&
  importsEverythingUnselected(catalogue)
    ? offerOf(catalogue)
    : null

/** By `os/release`, with titles as a stream writes them: "24.04 LTS", "CentOS 8". */
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
