import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { releaseOf } from '#testing/catalogue.ts'
import { aRegion } from '#testing/image-fixtures.ts'
import { bytesOf } from '#testing/selection-files.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import { rebase, wantedOf } from '#features/images/rules/selection.ts'
import { releaseKey, type ReleaseId } from '#selections/keys.ts'
import { sameWanted, type Wanted } from '#selections/wanted.ts'
import { compareSources, isAlike } from './compare-files.ts'
import { importedDraft } from './file-draft.ts'
import { readSelectionFile } from './read-file.ts'
import { fileOf, sourcesOf, writeSelectionFile } from './write-file.ts'

const ARCHES = ['amd64', 'arm64', 'i386', 's390x']
const RELEASES = ['jammy', 'noble', 'focal', 'bionic']
const SOURCES = [1, 2]

const listOf = (names: readonly string[]) => fc.subarray([...names, '*'], { minLength: 1 })
const wanted: fc.Arbitrary<Wanted> = fc.record({
  arches: listOf(ARCHES),
  subarches: listOf(['ga']),
  labels: listOf(['stable']),
})
const id: fc.Arbitrary<ReleaseId> = fc.record({
  sourceId: fc.constantFrom(...SOURCES),
  os: fc.constant('ubuntu'),
  release: fc.constantFrom(...RELEASES),
})
const selections = fc.uniqueArray(fc.tuple(id, wanted), { selector: ([of]) => releaseKey(of), maxLength: 8 })
const changes = fc.uniqueArray(fc.tuple(id, fc.option(wanted)), {
  selector: ([of]) => releaseKey(of),
  maxLength: 8,
})
const catalogues = new Map(
  SOURCES.map((source) => [
    source,
    emptyCatalogue({ releases: RELEASES.map((release) => releaseOf(release, ...ARCHES)) }),
  ]),
)

const draftFrom = (saved: Saved, list: readonly (readonly [ReleaseId, Wanted | null])[]): Draft =>
  rebase(
    new Map(
      list.map(([of, to]) => [
        releaseKey(of),
        { ...of, base: saved.get(releaseKey(of))?.wanted ?? null, wanted: to },
      ]),
    ),
    saved,
  )

const exported = (region: ReturnType<typeof aRegion>, draft: Draft) => {
  const written = writeSelectionFile(fileOf({ ...region, draft, maas: '3.5.13', at: '2026-11-27T09:00:00Z' }))
  const read = readSelectionFile(bytesOf('text' in written ? written.text : ''))
  if ('problems' in read) throw new Error(read.problems.map(({ text }) => text).join(' '))
  return read.file
}

const imported = (region: ReturnType<typeof aRegion>, draft: Draft, file: ReturnType<typeof exported>) =>
  importedDraft(
    { ...region, draft, file: file.sources, catalogues, kernelsFiltered: true },
    { keepsOthers: false, taken: new Set() },
  )

test('a selection that is exported and imported gives the same draft', () => {
  fc.assert(
    fc.property(selections, changes, changes, (stored, edits, others) => {
      const region = aRegion(stored, SOURCES)
      const draft = draftFrom(region.saved, edits)
      const back = imported(region, draftFrom(region.saved, others), exported(region, draft))
      expect(back.lost).toEqual([])
      expect(new Set(back.draft.keys())).toEqual(new Set(draft.keys()))
      for (const [key, entry] of draft)
        expect(sameWanted(back.draft.get(key)?.wanted ?? null, entry.wanted)).toBe(true)
    }),
  )
})

test('a file of one region makes another region equal to it', () => {
  fc.assert(
    fc.property(selections, selections, changes, (ours, theirs, edits) => {
      const region = aRegion(ours, SOURCES)
      const file = exported(aRegion(theirs, SOURCES), new Map())
      const { draft } = imported(region, draftFrom(region.saved, edits), file)
      expect(isAlike(compareSources(sourcesOf({ ...region, draft }), file.sources))).toBe(true)
      const other = aRegion(theirs, SOURCES).saved
      for (const key of new Set([...draft.keys(), ...other.keys()]))
        expect(sameWanted(wantedOf(region.saved, draft, key), wantedOf(other, new Map(), key))).toBe(true)
    }),
  )
})
