import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aSource } from '#testing/image-fixtures.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { offeredBy } from '#features/images/forecast/hazards.ts'
import { selectionPlan, type SelectionStep } from '#features/images/rules/selection-plan.ts'
import { type HalfSeen, halfFilesOf, noteHalf } from '#features/images/forecast/half-files.ts'
import { forecastOf, type Forecast } from '#features/images/forecast/forecast.ts'
import { savedFrom } from '#features/images/rules/selection.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { ownersOf } from '#selections/outcome/owners-38.ts'
import { resourceText } from '#selections/source-offer.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import {
  ARCHES,
  hasFailed,
  heldBy,
  listOf,
  offersOf,
  type Rank,
  ranksOf,
  regionOf,
  RELEASES,
  sourceOf,
  type Source,
  type Story,
} from '#testing/any-region.ts'
import { FORECAST_TIMEOUT_MS, REGIONS, runs } from './runs.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'
import { WatchedFiles } from '#testing/hostile/watched-files.ts'
import type { Wanted } from '#selections/wanted.ts'
import { releaseKey } from '#selections/keys.ts'

/* The embedded region does what the save bar and Review forecast, to the byte. */

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
const wishes = fc.array(fc.option(wanted, { nil: undefined }), { minLength: 4, maxLength: 4 })

/** What is selected now, and the wishes as a draft; what a source does not offer cannot be wished for. */
function draftFor({ region, state }: Story, list: readonly (Wanted | null | undefined)[]) {
  const sources = [...state.sources.values()].map(({ id, priority, enabled }) => ({
    source: { ...aSource(id), priority, enabled },
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

function cataloguesOf({ version, offers }: Story['state']) {
  const { reader } = capabilitiesOf(version)
  return new Map([...offers].map(([id, products]) => [id, emptyCatalogue(catalogueOf(products, [], reader))]))
}

/** What the page forecasts for the draft. */
function forecastFor(
  story: Story,
  { sources, saved, draft }: ReturnType<typeof draftFor>,
  known: Pick<Parameters<typeof forecastOf>[0], 'began' | 'half'> = {},
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
function save({ region, state }: Story, { saved, draft }: ReturnType<typeof draftFor>) {
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

/** What a save and its import do, as the forecast is worded. */
function done(story: Story, change: ReturnType<typeof draftFor>) {
  const { region, clock, state } = story
  const files = new WatchedFiles(state.files)
  state.files = files
  const names = region.resources().map(resourceText)
  save(story, change)
  region.startImport()
  clock.advance(10 * 3_600_000)
  expect(region.isImporting()).toBe(false)
  const now = region.resources().map(resourceText)
  return {
    ...files.measure(),
    added: now.filter((name) => !names.includes(name)).toSorted(),
    removed: names.filter((name) => !now.includes(name)).toSorted(),
    versions: region
      .resources()
      .map((one) => `${resourceText(one)} ${one.sets.at(-1)?.version}`)
      .toSorted(),
  }
}

/** Bytes that the region has downloaded of each file since it is watched. */
const downloadsOf = ({ state: { files } }: Story) =>
  files instanceof WatchedFiles ? files.downloads() : new Map<string, number>()

/** The same after the running import. */
function finishedFiles(story: Story) {
  finished(story)
  return downloadsOf(story)
}

/** Bytes that the running import has still to do, or those of the next one where none runs. */
function finished({ region, clock, state }: Story) {
  const files = new WatchedFiles(state.files)
  state.files = files
  if (!region.isImporting()) region.startImport()
  clock.advance(10 * 3_600_000)
  expect(region.isImporting()).toBe(false)
  return files.measure()
}

function worded(story: Story, { outcome, removed, download, dueDownload, freed, dueFreed }: Forecast) {
  const held = heldBy(story)
  const names = held.map(resourceText)
  const there = (name: string) => outcome.brought.has(name)
  const gone = removed.map(resourceText)
  const kept = held.filter((one) => !there(resourceText(one)) && !gone.includes(resourceText(one)))
  return {
    download: download + dueDownload,
    freed: freed + dueFreed,
    added: [...outcome.brought.keys()].filter((name) => !names.includes(name)).toSorted(),
    removed: gone.toSorted(),
    versions: [
      ...[...outcome.brought.values()].map((one) => `${resourceText(one)} ${one.version}`),
      ...kept.map((one) => `${resourceText(one)} ${one.sets.at(-1)?.version}`),
    ].toSorted(),
  }
}

/**
 * MAAS 3.8 keeps the bootloader of every source, and the order of its own selections, which API 2.0 does not expose,
 * decides which of them it created last.
 */
const isOpen = (version: string, { outcome }: Forecast, text: string): boolean =>
  version.startsWith('3.8') &&
  [...outcome.brought].some(
    ([name, { others = [] }]) => name.startsWith('grub') && others.length > 0 && text.startsWith(name),
  )

/** Whether the page is open before the import, and the seconds until each time it reads during it. */
const looks = fc.tuple(fc.boolean(), fc.nat(90), fc.nat(5), fc.nat(20))
type Looks = readonly [early: boolean, number, number, number]
/** Who saves first during the import. */
type Writer = 'this page' | 'another page' | 'both pages'
/** With several sources, no bytes are exact after a save of another page. */
const writersOf = (count: number) =>
  count === 1
    ? fc.constantFrom<Writer[]>('this page', 'another page', 'both pages')
    : fc.constant<Writer>('this page')
type Wishes = readonly (Wanted | null | undefined)[]

/** When imports began, the last one first. */
const starts = ({ region }: Story) =>
  region
    .events('DEBUG', { limit: 50 })
    .filter(({ description }) => description.startsWith('Started'))
    .map(({ id }) => String(id))

/** A page that reads a region. */
function watched(story: Story) {
  let seen: HalfSeen | null = null
  return {
    look: () => {
      const held = heldBy(story)
      const [lastStarted = null] = starts(story)
      const at = story.clock.now()
      const now = { importing: story.region.isImporting(), lastStarted, noticedAt: at, readAt: at }
      seen = noteHalf(seen, held, now)
      return halfFilesOf(seen, held)
    },
  }
}

/** Bytes that the region has of each file of an image. */
const filesOf = (story: Story, release: string, arch: string) =>
  new Map(
    heldBy(story)
      .filter(({ name, architecture }) => name === `ubuntu/${release}` && architecture.startsWith(`${arch}/`))
      .flatMap(({ sets }) =>
        sets.flatMap(({ files }) => files.map(([sum, , bytes]) => [sum, bytes] as const)),
      ),
  )

const isUnsure = (story: Story) =>
  [...ownersOf(offersOf(story), heldBy(story)).values()].some(({ sure }) => !sure)

describe.each(REGIONS)('MAAS %s with %i sources', { timeout: FORECAST_TIMEOUT_MS }, (version, count) => {
  const sources = fc.tuple(...Array.from({ length: count }, (_, index) => sourceOf(index)))
  const ranks = version.startsWith('3.8') ? ranksOf(count) : fc.constant([])
  const holds = (
    list: readonly Source[],
    since: readonly Rank[],
    wishList: readonly (Wanted | null | undefined)[],
  ) => {
    const story = regionOf(version, list, since)
    const change = draftFor(story, wishList)
    const found = forecastFor(story, change)
    // which source an image is from cannot always be known
    if (since.length > 0 && isUnsure(story)) return
    const words = worded(story, found)
    const { versions, ...rest } = done(story, change)
    if (hasFailed(story)) return
    const sure = (list: readonly string[]) => list.filter((one) => !isOpen(version, found, one))
    expect({ ...words, versions: sure(words.versions) }).toEqual({ ...rest, versions: sure(versions) })
  }

  test('an import does what was forecast', () => {
    fc.assert(
      fc.property(sources, ranks, (list, since) => holds(list, since, [])),
      runs(150),
    )
  })

  test.runIf(count === 1)('a cleared architecture frees what Review says', () => {
    const image = fc.tuple(fc.constantFrom(...RELEASES), fc.constantFrom(...ARCHES))
    fc.assert(
      fc.property(sources, image, (list, [release, arch]) => {
        const story = regionOf(
          version,
          list.map((one) => ({ ...one, lacksFiles: false })),
        )
        const before = filesOf(story, release, arch)
        const saved = story.region.selections(1).find((one) => one.release === release)
        fc.pre(before.size > 0 && saved?.labels.includes('*') === true)
        const arches = [...(saved.arches.includes('*') ? ARCHES : saved.arches)]
        const rest = { ...saved, arches: arches.filter((one) => one !== arch) }
        fc.pre(arches.includes(arch) && rest.arches.length > 0)
        const change = draftFor(
          story,
          RELEASES.map((one) => (one === release ? rest : undefined)),
        )
        fc.pre(change.draft.size > 0)
        const { freedOf, dueFreed, keptBecause } = forecastFor(story, change)
        const says = freedOf('ubuntu', release, arch)
        // what the next import frees anyway is not part of it
        fc.pre(dueFreed === 0 && keptBecause('ubuntu', release, arch) === null)
        done(story, change)
        const { files } = story.state
        const gone = [...before].filter(([sum]) => ![...files.keys()].some((one) => shortSha256(one) === sum))
        expect(says).toBe(gone.reduce((sum, [, bytes]) => sum + bytes, 0))
      }),
      runs(60),
    )
  })

  test.skipIf(!version.startsWith('3.5'))(
    'the remaining work of a running or stopped import is what was forecast',
    () => {
      fc.assert(
        fc.property(sources, looks, fc.boolean(), (list, [early, ...times], stops) => {
          const story = regionOf(version, list)
          const { region, clock } = story
          const page = watched(story)
          region.setBytesPerSecond(1000)
          if (early) page.look()
          region.startImport()
          let half = page.look()
          for (const seconds of times) {
            clock.advance(seconds * 1000)
            half = page.look()
          }
          if (stops) region.stopImport()
          clock.advance(stops ? 5_000 : 0)
          const found = forecastFor(story, draftFor(story, []), { half })
          // MAAS does not show how much of a replaced file the running import has downloaded
          fc.pre(!found.isDueAbout)
          const { download, freed } = worded(story, found)
          const bytes = finished(story)
          fc.pre(!hasFailed(story))
          expect({ download, freed }).toEqual(bytes)
        }),
        runs(150),
      )
    },
  )

  /** A region in which an import is running, and what a page has read of it. */
  const during = (list: readonly Source[], [early, ...times]: Looks, firstWishes: Wishes = []) => {
    const story = regionOf(
      version,
      list.map((one) => ({ ...one, lacksFiles: false })),
    )
    const { region, clock } = story
    const page = watched(story)
    region.setBytesPerSecond(1000)
    if (early) page.look()
    region.startImport()
    const [before, ...later] = times
    clock.advance(before * 1000)
    page.look()
    const earlier = draftFor(story, firstWishes)
    const [start] = starts(story)
    save(story, earlier)
    for (const seconds of later) {
      clock.advance(seconds * 1000)
      page.look()
    }
    return { story, earlier: earlier.saved, half: page.look(), isSameImport: starts(story)[0] === start }
  }

  /**
   * @param firstWishes what is saved earlier during the same import
   * @param writer who saves it: this page, another one that this page knows nothing of, or one that wrote before this
   *   page read for a save of its own
   */
  const holdsDuring = (
    list: readonly Source[],
    looks: Looks,
    wishList: Wishes,
    firstWishes: Wishes = [],
    writer: Writer = 'this page',
  ) => {
    const { story, earlier, half, isSameImport } = during(list, looks, firstWishes)
    fc.pre(story.region.isImporting())
    const change = draftFor(story, wishList)
    const began = {
      'this page': { selected: earlier, sure: true },
      'another page': undefined,
      'both pages': { selected: change.saved, sure: false },
    }[writer]
    const found = forecastFor(story, change, { half, began: isSameImport ? began : undefined })
    fc.pre(!found.isAbout)
    const words = worded(story, found)
    const are = done(story, change)
    // MAAS does not show whether files that are half here start over, but the draft makes no difference to that
    const isExact = !found.isDueAbout
    expect({ ...words, download: isExact && words.download }).toEqual({
      ...are,
      download: isExact && are.download,
    })
    if (isExact) return
    const without = finishedFiles(during(list, looks, firstWishes).story)
    const more = [...downloadsOf(story)].map(([sum, bytes]) => Math.max(0, bytes - (without.get(sum) ?? 0)))
    expect(found.download).toBe(more.reduce((total, bytes) => total + bytes, 0))
  }

  test.skipIf(version.startsWith('3.8'))('a save during an import makes MAAS do what was forecast', () => {
    fc.assert(
      fc.property(sources, looks, wishes, (...one) => holdsDuring(...one)),
      runs(40),
    )
  })

  test.skipIf(version.startsWith('3.8'))('so does a second save during the same import', () => {
    fc.assert(
      fc.property(sources, looks, wishes, wishes, writersOf(count), (...one) => holdsDuring(...one)),
      runs(40),
    )
  })

  test('a save and its import do what was forecast', () => {
    fc.assert(fc.property(sources, ranks, wishes, holds), runs(300))
  })
})
