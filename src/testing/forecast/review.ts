import { expect } from 'vitest'
import type { FilesAnswer } from '#contract/gateway.ts'
import type { ReviewLine } from '#features/images/review/review-line.ts'
import { hazardsOf } from '#features/images/forecast/hazards.ts'
import type { Forecast } from '#features/images/forecast/forecast.ts'
import { summarize, type Summary } from '#features/images/forecast/summary.ts'
import { sumText } from '#features/images/forecast/sum-text.ts'
import { buildTable } from '#features/images/table/table.ts'
import { groupImages } from '#gateway/answers/group-images.ts'
import { resourceIn } from '#gateway/region/resource-detail.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'
import { imageName } from '#selections/keys.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { HalfFiles } from '#selections/outcome/import-outcome.ts'
import { resourceText } from '#selections/source-offer.ts'
import { imageOf, isBootloader } from '#selections/outcome/image-of.ts'
import { detailText } from '#simulator/http/http-boot-resources.ts'
import { heldBy, type Story } from '#testing/any-region.ts'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import { cataloguesOf, type DraftOfStory, runImport, save } from './story.ts'

/* The lines of Review for a draft, and what the embedded region then did. */

type Held = FilesAnswer['resources']

/** What Review shows, from the same answers as on the page. */
export function reviewOf({ region, state }: Story, change: DraftOfStory, forecast: Forecast): Summary {
  const { version } = state
  const { filtersKernels, syncsSelections } = capabilitiesOf(version)
  const { sources, saved, draft } = change
  const catalogues = cataloguesOf(state)
  const resources = region.resources().map(({ id }) => resourceIn(detailText(region.resource(id), version)))
  const table = buildTable({
    sources: sources
      .map((source) => ({ source, selections: region.selections(source.id) }))
      .map(({ source, selections }) => ({
        source,
        selections: selections.map((one) => ({ ...one, boot_source_id: source.id })),
      })),
    catalogues,
    images: groupImages(resources, new Map(resources.map((one) => [one.id, one]))),
    saved,
    draft,
    importing: region.isImporting(),
    kernelsFiltered: filtersKernels,
    syncsSelections,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
  })
  const context = {
    commissioningRelease: '',
    defaultOs: '',
    defaultRelease: '',
    deletesImmediately: syncsSelections,
  }
  const hazards = hazardsOf({ version, sources, catalogues, saved, draft })
  return summarize(table, draft, saved, context, forecast, hazards)
}

/** What a region held before an import and after it, and the bytes of each file that it downloaded and freed. */
export type ImportRecord = {
  readonly before: Held
  readonly after: Held
  readonly downloads: ReadonlyMap<string, number>
  readonly gone: ReadonlyMap<string, number>
}

/** The save of a draft and its import. Null: an import without a save. */
export function saveAndImport(story: Story, change: DraftOfStory | null): ImportRecord {
  const { state } = story
  const before = heldBy(story)
  const files = watchFiles(state)
  if (change) save(story, change)
  runImport(story)
  return {
    before,
    after: heldBy(story),
    downloads: shortened(files.downloads()),
    gone: shortened(files.gone()),
  }
}

const shortened = (files: ReadonlyMap<string, number>) =>
  new Map([...files].map(([sum, bytes]) => [shortSha256(sum), bytes]))

const isAny = () => true
const isComplete = ({ sets }: Held[number]) => sets.some(({ complete }) => complete)

const imagesIn = (held: Held, pass: (one: Held[number]) => boolean) =>
  new Set(held.filter((one) => one.synced && !isBootloader(one) && pass(one)).map(imageOf))

const imageOfLine = ({ id, arch }: ReviewLine) => imageName(id, arch ?? '')
const imagesOf = (changes: readonly ReviewLine[]) => new Set(changes.map(imageOfLine))

const resourcesOf = (held: Held, image: string) => held.filter((one) => imageOf(one) === image)
const sumsOf = (held: Held) =>
  new Set(held.flatMap(({ sets }) => sets.flatMap(({ files }) => files)).map(([sum]) => sum))
const kernelsOf = (held: Held) => held.map(({ architecture }) => architecture.split('/')[1] ?? '').toSorted()

const total = (list: Iterable<number>) => [...list].reduce((sum, bytes) => sum + bytes, 0)

/**
 * Each line of Review is true of what the region did, and nothing that it did to an image lacks a line, unless Review
 * says that the images are not certain. Bytes that are about right are left out.
 */
export function expectTrue(
  review: Summary,
  forecast: Forecast,
  did: ImportRecord,
  without: ImportRecord,
): void {
  if (!forecast.isStartUnknown && !forecast.mayStillRead) expectImages(review, forecast, did, without)
  expectBytes(review, forecast, did, without)
}

/** What a region is forecast to download and to free in all, and what it did. */
type Totals = { readonly download: number; readonly freed: number }

/**
 * Bytes are exact unless they are only about right. Of those, MAAS downloads at most as many where files replace each
 * other, and at least as many where half-downloaded files may start over.
 */
export function expectTotals(
  forecast: Pick<Forecast, 'isAbout' | 'isFreedAbout' | 'isDueAbout'>,
  half: HalfFiles | undefined,
  says: Totals,
  did: Totals,
): void {
  const { isAbout, isFreedAbout, isDueAbout } = forecast
  if (!isFreedAbout) expect(did.freed).toBe(says.freed)
  if (!isDueAbout) expect(did.download).toBe(says.download)
  if (isAbout) return
  if (half?.unsure.size === 0) expect(did.download).toBeLessThanOrEqual(says.download)
  if (!isFreedAbout) expect(did.download).toBeGreaterThanOrEqual(says.download)
}

/** The boot resources that a region got, lost and has, as in `done`. */
export function listsOf({ before, after }: ImportRecord) {
  const [names, now] = [before, after].map((held) => held.map(resourceText))
  return {
    added: (now ?? []).filter((name) => !names?.includes(name)).toSorted(),
    removed: (names ?? []).filter((name) => !now?.includes(name)).toSorted(),
    versions: after.map((one) => `${resourceText(one)} ${one.sets.at(-1)?.version}`).toSorted(),
  }
}

export const totalsOf = ({ downloads, gone }: ImportRecord): Totals => ({
  download: total(downloads.values()),
  freed: total(gone.values()),
})

function expectImages(review: Summary, { fates }: Forecast, did: ImportRecord, without: ImportRecord): void {
  const { add, already, notImported, remove, cleared, kept, due } = review
  const [here, wasComplete] = [imagesIn(did.before, isAny), imagesIn(did.before, isComplete)]
  const [left, isThere] = [imagesIn(did.after, isAny), imagesIn(did.after, isComplete)]
  const [leftAnyway, anyway] = [imagesIn(without.after, isAny), imagesIn(without.after, isComplete)]
  const among = (images: ReadonlySet<string>, pass: (image: string) => boolean) =>
    [...images].filter(pass).toSorted()
  expect([...imagesOf(add)].toSorted(), 'to add').toEqual(
    among(isThere, (image) => !wasComplete.has(image) && !anyway.has(image)),
  )
  const gone = among(here, (image) => !left.has(image))
  const listed = imagesOf(remove)
  expect(
    among(listed, (image) => left.has(image)),
    'to remove, but there',
  ).toEqual([])
  expect(
    gone.filter((image) => leftAnyway.has(image) && !listed.has(image)),
    'removed without a line',
  ).toEqual([])
  expect(
    among(listed, (image) => !here.has(image)),
    'to remove, but never there',
  ).toEqual([])
  expect(
    among(imagesOf(cleared), (image) => here.has(image) || left.has(image)),
    'not in MAAS, but there',
  ).toEqual([])
  expect(due.removed, 'removed anyway').toBe(gone.filter((image) => !listed.has(image)).length)
  expect(
    among(imagesOf(kept), (image) => !left.has(image)),
    'kept, but gone',
  ).toEqual([])
  expect(
    among(
      imagesOf(already),
      (image) => !isThere.has(image) || !(wasComplete.has(image) || anyway.has(image)),
    ),
    'already there or due',
  ).toEqual([])
  expect(
    among(imagesOf(notImported), (image) => isThere.has(image)),
    'not imported, but there',
  ).toEqual([])
  for (const line of kept) {
    const [os, release] = [line.id.os, line.id.release]
    const { losing = [] } = fates.kept(os, release, line.arch ?? '') ?? {}
    const stay = kernelsOf(resourcesOf(did.after, imageOfLine(line)))
    const lost = kernelsOf(resourcesOf(did.before, imageOfLine(line))).filter((one) => !stay.includes(one))
    expect(losing.toSorted(), `kernels that ${line.name} loses`).toEqual(lost)
    for (const kernel of lost) expect(line.detail).toContain(kernel)
  }
  const says = sumText(review)
  for (const [list, one, several] of [
    [add, 'image to add', 'images to add'],
    [remove, 'image to remove', 'images to remove'],
  ] as const) {
    const count = imagesOf(list).size
    if (count > 0) expect(says).toContain(`${count} ${count === 1 ? one : several}`)
  }
}

function expectBytes(review: Summary, forecast: Forecast, did: ImportRecord, without: ImportRecord): void {
  const { outcome, isAbout, isFreedAbout, isDueAbout } = forecast
  const { downloads, gone } = did
  const more = (sum: string) => Math.max(0, (downloads.get(sum) ?? 0) - (without.downloads.get(sum) ?? 0))
  const both = (sum: string) => Math.min(downloads.get(sum) ?? 0, without.downloads.get(sum) ?? 0)
  const sums = [...downloads.keys()]
  const freed = total(gone.values())
  const freedAnyway = total([...gone].map(([sum, bytes]) => (without.gone.has(sum) ? bytes : 0)))
  const exact = (is: boolean, bytes: number) => is && bytes
  expect({
    downloads: exact(!isAbout, review.downloadBytes),
    due: exact(!isDueAbout, review.due.bytes),
    frees: exact(!isFreedAbout, review.freedBytes + review.due.freedBytes),
  }).toEqual({
    downloads: exact(!isAbout, total(sums.map(more))),
    due: exact(!isDueAbout, total(sums.map(both))),
    frees: exact(!isFreedAbout, freed),
  })
  if (!isFreedAbout) expect(review.freedBytes).toBeGreaterThanOrEqual(freed - freedAnyway)
  const others = new Set(
    [...outcome.brought.values()].filter((one) => (one.others ?? []).length > 0).map(imageOf),
  )
  for (const line of isAbout ? [] : [...review.add, ...review.already]) {
    const image = imageOfLine(line)
    if (others.has(image)) continue
    const files = sumsOf(resourcesOf(did.after, image))
    expect(line.bytes, `to download for ${line.name}`).toBe(total([...files].map(more)))
  }
  if (review.due.freedBytes > 0 || isFreedAbout) return
  for (const line of [...review.remove, ...review.kept]) {
    const files = sumsOf(resourcesOf(did.before, imageOfLine(line)))
    expect(line.bytes, `freed by ${line.name}`).toBe(total([...files].map((sum) => gone.get(sum) ?? 0)))
  }
}
