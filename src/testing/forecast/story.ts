import fc from 'fast-check'
import { expect } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aSource } from '#testing/image-fixtures.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import { selectionPlan, type SelectionStep } from '#features/images/rules/selection-plan.ts'
import { forecastOf } from '#features/images/forecast/forecast.ts'
import { savedFrom } from '#features/images/rules/selection.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { resourceText } from '#selections/source-offer.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { ARCHES, heldBy, listOf, RELEASES, type Story } from '#testing/any-region.ts'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import type { Wanted } from '#selections/wanted.ts'
import { releaseKey } from '#selections/keys.ts'

/* An arbitrary draft in an arbitrary region: what the page forecasts, and its save. */

/** What a person may want of a release instead; null: nothing. */
const wanted = fc.option(
  fc.record({
    arches: listOf(...ARCHES),
    subarches: listOf('ga-22.04', 'hwe-22.04', 'ga-24.04', 'hwe-24.04'),
    labels: fc.constant(['*']),
  }),
  { nil: null },
)
/** Of each source and release: left as it is, or another wish. */
export const wishes = fc.array(fc.option(wanted, { nil: undefined }), { minLength: 4, maxLength: 4 })

export type Wishes = readonly (Wanted | null | undefined)[]

/** What is selected now, and the wishes as a draft; what a source does not offer cannot be wished for. */
export function draftFor({ region, state }: Story, list: readonly (Wanted | null | undefined)[]) {
  const sources = [...state.sources.values()].map(({ id, url, keyringFilename, priority, enabled }) => ({
    source: { ...aSource(id, url), keyring_filename: keyringFilename, priority, enabled },
    selections: region.selections(id).map((one) => ({ ...one, boot_source_id: id })),
  }))
  const saved = savedFrom(sources)
  const draft: Map<string, Draft extends ReadonlyMap<string, infer E> ? E : never> = new Map()
  for (const [place, { source }] of sources.entries()) {
    for (const [index, release] of RELEASES.entries()) {
      const wish = list[place * RELEASES.length + index]
      const id = { sourceId: source.id, os: 'ubuntu', release }
      const base = saved.get(releaseKey(id))?.wanted ?? null
      const wish2 = wish && offered(state.offers.get(source.id) ?? [], release, wish)
      if (wish2 !== undefined) draft.set(releaseKey(id), { ...id, base, wanted: wish2 })
    }
  }
  return { sources: sources.map(({ source }) => source), saved, draft: draft as Draft }
}

export type DraftOfStory = ReturnType<typeof draftFor>

type Products = Story['state']['offers'] extends Map<number, infer P> ? P : never

/** The part of a wish that the source offers, as the boxes of the page allow it; undefined: it offers nothing of it. */
function offered(products: Products, release: string, wish: Wanted): Wanted | undefined {
  const images = products.filter((one) => one.kind === 'image' && one.release === release)
  const among = (list: readonly string[], there: readonly string[]) =>
    list.includes('*') ? list : list.filter((one) => there.includes(one))
  const arches = among(
    wish.arches,
    images.map(({ arch }) => arch),
  )
  const subarches = among(
    wish.subarches,
    images.map(({ subarch }) => subarch),
  )
  return images.length > 0 && arches.length > 0 && subarches.length > 0
    ? { arches, subarches, labels: wish.labels }
    : undefined
}

export function cataloguesOf({ version, offers }: Story['state']) {
  const { reader } = capabilitiesOf(version)
  return new Map([...offers].map(([id, products]) => [id, emptyCatalogue(catalogueOf(products, [], reader))]))
}

/** What the page forecasts for the draft. */
export function forecastFor(
  story: Story,
  { sources, saved, draft }: DraftOfStory,
  known: Partial<
    Pick<
      Parameters<typeof forecastOf>[0],
      'began' | 'files' | 'half' | 'importing' | 'stopping' | 'regionControllers'
    >
  > = {},
) {
  const { state, region } = story
  const importing = region.isImporting()
  const catalogues = cataloguesOf(state)
  const files = { complete: true, resources: heldBy(story) }
  const found = forecastOf({
    version: state.version,
    sources,
    catalogues,
    files,
    saved,
    draft,
    importing,
    ...known,
  })
  if (!found) throw new Error('Everything is known.')
  return found
}

/** The steps of the save, as the page does them. */
export function save({ region, state }: Story, { saved, draft }: DraftOfStory) {
  const { syncsSelections, mayDropCommissioning } = capabilitiesOf(state.version)
  const offered = offeredBy(cataloguesOf(state))
  const rules = { recreates: syncsSelections, mayDropCommissioning, offered }
  const { steps } = selectionPlan(saved, draft, '', rules)
  for (const step of steps) apply(region, step)
}

function apply(region: Story['region'], step: SelectionStep): void {
  const { sourceId, os, release } = step.id
  if (step.kind === 'delete') return region.deleteSelection(sourceId, step.selectionId)
  const { arches, subarches, labels } = step.wanted
  const form = { os, release, arches: [...arches], subarches: [...subarches], labels: [...labels] }
  if (step.kind === 'create') region.createSelection(sourceId, form)
  else region.updateSelection(sourceId, step.selectionId, form)
}

/** Starts an import as the page does it, and waits until it has ended. @param begun called when it has started */
export function runImport({ region, clock, state }: Story, begun = () => {}): void {
  // MAAS 3.8 would cancel the running import; up to 3.7, the running one also applies what was saved
  while (capabilitiesOf(state.version).syncsSelections && region.isImporting()) clock.advance(1000)
  region.startImport()
  begun()
  clock.advance(10 * 3_600_000)
  expect(region.isImporting()).toBe(false)
}

type Held = ReturnType<typeof heldBy>[number]

/** A boot resource with the version that it has after an import: up to 3.7 it has no other. */
export const versionText = ({ state: { rules38 } }: Story, one: Held): string => {
  const complete = rules38 && one.sets.findLast((set) => set.complete)
  return `${resourceText(one)} ${(complete ?? one.sets.at(-1))?.version}`
}

/** What a save and its import do, as the forecast is worded. */
export function savedAndImported(story: Story, change: DraftOfStory, begun?: () => void) {
  const { region, state } = story
  const files = watchFiles(state)
  const names = region.resources().map(resourceText)
  save(story, change)
  runImport(story, begun)
  const now = region.resources().map(resourceText)
  return {
    ...files.measure(),
    added: now.filter((name) => !names.includes(name)).toSorted(),
    removed: names.filter((name) => !now.includes(name)).toSorted(),
    versions: heldBy(story)
      .map((one) => versionText(story, one))
      .toSorted(),
  }
}
