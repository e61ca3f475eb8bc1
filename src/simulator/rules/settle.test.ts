import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import type { Region } from './region.ts'

const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

type Act = (region: Region) => void

/** Events in the life of a region. A refusal is a valid outcome. */
const ACTS: Record<string, Act> = {
  import: (region) => region.startImport(),
  stop: (region) => region.stopImport(),
  'select noble': (region) =>
    void region.createSelection(1, {
      os: 'ubuntu',
      release: 'noble',
      arches: ['*'],
      subarches: ['*'],
      labels: ['*'],
    }),
  'unselect noble': (region) => region.deleteSelection(1, 2),
  'narrow jammy': (region) => void region.updateSelection(1, 1, { subarches: ['hwe-22.04'] }),
  'widen jammy': (region) => void region.updateSelection(1, 1, { subarches: ['*'] }),
  'delete a resource': (region) => region.deleteResource(2),
  'candidate too': (region) =>
    void region.createSource({
      url: 'http://images.maas.io/ephemeral-v3/candidate/',
      keyringData: tinyStreams().keyring,
    }),
  'delete the source': (region) => region.deleteSource(1),
  'a mirror instead': (region) =>
    void region.updateSource(1, { url: 'http://mirror.example.com/ubuntu/', keyringFilename: KEYRING_FILE }),
  'no keyring file': (region) => void region.updateSource(1, { keyringFilename: '/nonexistent' }),
  faster: (region) => region.setBytesPerSecond(90_000_000),
  'sources away': (region) => region.setSourcesAnswer(false),
  'sources back': (region) => region.setSourcesAnswer(true),
  'no auto import': (region) => region.setConfig('boot_images_auto_import', 'false'),
}

const everything = (region: Region) => ({
  importing: region.isImporting(),
  resources: region.resources().map(({ id }) => region.resource(id)),
  sources: region.sources(),
  selections: region.sources().map(({ id }) => region.selections(id)),
  own: region.ownSelections(),
  events: region.events('DEBUG', { limit: 1000 }),
  notes: region.notifications(),
})

function attempt(region: Region, act: Act | undefined): void {
  try {
    act?.(region)
  } catch {
    // refused
  }
}

test.each(['3.5.13', '3.8.0'])('MAAS %s reaches the same state, however often it is called', (version) => {
  const step = fc.record({
    wait: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 4_000_000 })),
    act: fc.constantFrom(...Object.keys(ACTS)),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 2, max: 9 }), (steps, slices) => {
      const seldom = recordedRegion(() => {}, { version })
      const often = recordedRegion(() => {}, { version })
      for (const { wait, act } of steps) {
        seldom.clock.advance(wait)
        for (let slice = 0; slice < slices; slice += 1) {
          often.clock.advance(Math.floor(wait / slices))
          often.region.isImporting()
        }
        often.clock.advance(wait - slices * Math.floor(wait / slices))
        attempt(seldom.region, ACTS[act])
        attempt(often.region, ACTS[act])
      }
      expect(everything(often.region)).toEqual(everything(seldom.region))
    }),
    { numRuns: 150 },
  )
})

test('whatever happened before, an undisturbed import downloads exactly the wanted images', () => {
  const other = ['sources away', 'candidate too', 'delete the source', 'a mirror instead', 'no keyring file']
  const acts = Object.keys(ACTS).filter((name) => !other.includes(name))
  const step = fc.record({ wait: fc.integer({ min: 0, max: 20_000 }), act: fc.constantFrom(...acts) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const { region, clock } = recordedRegion()
      for (const { wait, act } of steps) {
        clock.advance(wait)
        attempt(region, ACTS[act])
      }
      region.setConfig('boot_images_auto_import', 'false')
      clock.advance(1_000_000)
      region.startImport()
      clock.advance(1_000_000)

      const [jammy, noble] = region.selections(1)
      const kernels = region.resources().map(({ architecture }) => architecture)
      const narrow = jammy?.subarches.includes('*') === false
      expect(kernels).toEqual([
        'amd64/generic',
        ...(narrow ? [] : ['amd64/ga-22.04', 'amd64/ga-22.04-lowlatency']),
        'amd64/hwe-22.04',
        ...(noble === undefined
          ? []
          : ['amd64/ga-24.04', 'amd64/hwe-24.04', 'arm64/ga-24.04', 'arm64/hwe-24.04']),
      ])
      for (const { id } of region.resources()) {
        const { sets } = region.resource(id)
        expect(sets.map(({ files }) => files.every((file) => file.done === file.size))).toEqual([true])
      }
    }),
    { numRuns: 100 },
  )
})
