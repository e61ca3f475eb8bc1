import { expect, test } from 'vitest'
import { recordedRegion } from './fixture-client.ts'
import { tinyStreams } from './fixture-streams.ts'
import { Refusal } from './refusal.ts'

const KEYRING = tinyStreams().keyring
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'
const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

test('a new source is read a moment later, and until then its selections are refused', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: KEYRING })
  expect(() => region.createSelection(id, NOBLE)).toThrow('has no available images for download')
  clock.advance(599)
  expect(() => region.createSelection(id, NOBLE)).toThrow(Refusal)
  clock.advance(1)
  expect(region.createSelection(id, NOBLE)).toMatchObject({ sourceId: id, release: 'noble' })
})

test('the source with id 1 is read only by an import', () => {
  const { region, clock } = recordedRegion((state) => {
    state.offers.clear()
    state.config.set('boot_images_auto_import', false)
  })
  region.updateSource(1, {})
  clock.advance(60_000)
  expect(() => region.createSelection(1, NOBLE)).toThrow('has no available images for download')
  region.startImport()
  clock.advance(600)
  expect(region.createSelection(1, NOBLE)).toMatchObject({ sourceId: 1 })
})

test.each([
  ['with and without a slash', 'http://images.maas.io/ephemeral-v3/candidate'],
  ['over https', 'https://images.maas.io/ephemeral-v3/candidate/'],
  ['as its index file', 'http://images.maas.io/ephemeral-v3/candidate/streams/v1/index.sjson'],
])('a stream is known %s', (_how, url) => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url, keyringData: KEYRING })
  clock.advance(600)
  expect(region.createSelection(id, NOBLE).release).toBe('noble')
})

test('an address the region does not know cannot be reached, and the notification goes with the source', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: 'http://10.0.0.7:8080/none/', keyringData: KEYRING })
  clock.advance(600)
  expect(region.notifications()).toMatchObject([
    { ident: 'Image importer', message: expect.stringContaining('/none/streams/v1/index.sjson') as unknown },
  ])
  region.deleteSource(id)
  clock.advance(600)
  expect(region.notifications()).toEqual([])
})

test('a keyring without the right key leaves a source unread, silently', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: new Uint8Array([1, 2, 3]) })
  clock.advance(600)
  expect(() => region.createSelection(id, NOBLE)).toThrow(Refusal)
  expect(region.notifications()).toEqual([])
})

test('a keyring may hold other keys beside the right one', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: new Uint8Array([7, 7, ...KEYRING, 7]) })
  clock.advance(600)
  expect(region.createSelection(id, NOBLE).release).toBe('noble')
})

test('deleting a source takes its selections along, also the commissioning one, but no images', () => {
  const { region } = recordedRegion()
  region.deleteSource(1)
  expect(() => region.selections(1)).toThrow('No BootSource matches the given query.')
  expect(region.createSource({ url: CANDIDATE, keyringData: KEYRING }).id).toBe(2)
})
