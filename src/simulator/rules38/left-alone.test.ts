import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Region } from '#simulator/rules/region.ts'
import { CANDIDATE, HOUR, images, KEYRING_FILE, region38, wanted } from '#testing/simulator/region-38.ts'

type Act = (region: Region) => void

/** Calls of clients to a region. A refusal is a valid outcome. */
const ACTS: Record<string, Act> = {
  import: (region) => region.startImport(),
  stop: (region) => region.stopImport(),
  'select noble': (region) => void region.createSelection(1, wanted('noble', ['amd64', 'arm64'])),
  'select noble of candidate': (region) => void region.createSelection(2, wanted('noble', ['amd64'])),
  'shrink noble': (region) => void region.updateSelection(1, 2, { arches: ['arm64'] }),
  'focal instead of noble': (region) =>
    void region.updateSelection(1, 2, { release: 'focal', arches: ['amd64'] }),
  'clear noble': (region) => region.deleteSelection(1, 2),
  'clear jammy': (region) => region.deleteSelection(1, 1),
  'delete a resource': (region) => region.deleteResource(2),
  'candidate too': (region) => void region.createSource({ url: CANDIDATE, keyringFilename: KEYRING_FILE }),
  'candidate last': (region) => void region.updateSource(2, { priority: '0' }),
  'no candidate': (region) => void region.updateSource(2, { enabled: 'false' }),
  'delete candidate': (region) => region.deleteSource(2),
  'sources away': (region) => region.setSourcesAnswer(false),
  'sources back': (region) => region.setSourcesAnswer(true),
}

const KERNELS: Record<string, string[]> = {
  'jammy amd64 of 1': ['ga-22.04', 'ga-22.04-lowlatency', 'hwe-22.04'],
  'noble amd64 of 1': ['ga-24.04', 'hwe-24.04'],
  'noble arm64 of 1': ['ga-24.04', 'hwe-24.04'],
  'focal amd64 of 1': ['ga-20.04'],
  'focal arm64 of 1': ['ga-20.04'],
  'noble amd64 of 2': ['ga-24.04'],
}

/** All kernels of MAAS's own selections, each image from the enabled source with the highest priority. */
function expected(region: Region): string[] {
  const sources = region.sources().toSorted((a, b) => b.priority - a.priority)
  const seen = new Set<string>()
  const found: string[] = []
  for (const { id } of sources.filter(({ enabled }) => enabled))
    for (const { release, arch, sourceId } of region.ownSelections()) {
      const image = `${release} ${arch}`
      if (sourceId !== id || seen.has(image)) continue
      seen.add(image)
      for (const kernel of KERNELS[`${image} of ${id}`] ?? []) found.push(`${image} ${kernel}*`)
    }
  return found.sort()
}

/** Of an image that only disabled sources select, MAAS keeps what it holds and imports nothing. */
const onlyDisabledSelect = (region: Region) => {
  const enabled = new Set(region.sources().flatMap((source) => (source.enabled ? [source.id] : [])))
  const own = region.ownSelections()
  const imported = new Set(
    own.flatMap(({ release, arch, sourceId }) => (enabled.has(sourceId) ? [`${release} ${arch}`] : [])),
  )
  const selected = new Set(own.map(({ release, arch }) => `${release} ${arch}`))
  return (image: string) => {
    const name = image.split(' ').slice(0, 2).join(' ')
    return selected.has(name) && !imported.has(name)
  }
}

test('whatever happened before, an undisturbed import downloads exactly the wanted images', () => {
  const step = fc.record({
    wait: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 30_000 })),
    act: fc.constantFrom(...Object.keys(ACTS)),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { region, clock } = region38()
      for (const { wait, act } of steps) {
        clock.advance(wait)
        try {
          ACTS[act]?.(region)
        } catch {
          // refused
        }
      }
      region.setSourcesAnswer(true)
      clock.advance(HOUR)
      region.startImport()
      clock.advance(HOUR)
      expect(region.isImporting()).toBe(false)
      const kept = onlyDisabledSelect(region)
      expect(
        images(region)
          .filter((image) => !kept(image))
          .sort(),
      ).toEqual(expected(region))
      for (const { id } of region.resources()) expect(region.resource(id).sets).toHaveLength(1)
    }),
    { numRuns: 200 },
  )
})
