import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { addSource } from '#simulator/demo/scenario-parts.ts'
import { cannotReach } from '#simulator/state/notes.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import type { Region } from './region.ts'

const { keyring: KEYRING, otherKeyring: OTHER_KEYRING } = tinyStreams()
const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const MIRROR = 'http://mirror.example.com/ubuntu/'
const OTHER = 'http://mirror.example.com/other/'
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'
const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

test('a new source is read a moment later, and until then its selections are refused', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: KEYRING })
  expect(() => region.createSelection(id, NOBLE)).toThrow('has no available images for download')
  clock.advance(599)
  expect(() => region.createSelection(id, NOBLE)).toThrow(MaasRefusal)
  clock.advance(1)
  expect(region.createSelection(id, NOBLE)).toMatchObject({ sourceId: id, release: 'noble' })
})

/** A region that has read none of its sources: the one with id 1, and maybe the candidate stream. */
const unreadRegion = (withCandidate: boolean) =>
  recordedRegion((state) => {
    if (withCandidate) addSource(state, CANDIDATE)
    state.offers.clear()
    state.config.set('boot_images_auto_import', false)
  })

test('the source with id 1 is not read after it was saved, but by an import', () => {
  const { region, clock } = unreadRegion(false)
  region.updateSource(1, {})
  clock.advance(60_000)
  expect(() => region.createSelection(1, NOBLE)).toThrow('has no available images for download')
  region.startImport()
  clock.advance(600)
  expect(region.createSelection(1, NOBLE)).toMatchObject({ sourceId: 1 })
})

describe('MAAS reads all sources, also the one with id 1, when', () => {
  test.each<[string, boolean, (region: Region) => unknown]>([
    ['another one is added', false, (region) => region.createSource({ url: MIRROR, keyringData: KEYRING })],
    ['another one is saved', true, (region) => region.updateSource(2, {})],
    ['another one is deleted', true, (region) => region.deleteSource(2)],
    ['the proxy is set', false, (region) => region.setConfig('http_proxy', '')],
    ['the proxy is turned on or off', false, (region) => region.setConfig('enable_http_proxy', 'true')],
  ])('%s', (_, withCandidate, change) => {
    const { region, clock } = unreadRegion(withCandidate)
    change(region)
    clock.advance(599)
    expect(isRead(region, 1)).toBe(false)
    clock.advance(1)
    expect(isRead(region, 1)).toBe(true)
  })

  test('it is deleted itself', () => {
    const { region, clock } = unreadRegion(true)
    region.deleteSource(1)
    clock.advance(600)
    expect(isRead(region, 2)).toBe(true)
  })
})

test('another setting of the proxy lets MAAS read nothing', () => {
  const { region, clock } = unreadRegion(false)
  region.setConfig('boot_images_no_proxy', 'true')
  clock.advance(60_000)
  expect(isRead(region, 1)).toBe(false)
})

test('a source with the wrong key keeps MAAS from reading the later ones', () => {
  const { region, clock } = unreadRegion(false)
  region.updateSource(1, { keyringFilename: '', keyringData: OTHER_KEYRING })
  const { id } = region.createSource({ url: CANDIDATE, keyringData: KEYRING })
  clock.advance(600)
  expect([isRead(region, 1), isRead(region, id)]).toEqual([false, false])
  expect(region.notifications()).toEqual([])
})

test('one notification names all sources that cannot be reached, in their order, each on a line', () => {
  const { region, clock } = recordedRegion()
  region.setSourcesAnswer(false)
  region.createSource({ url: CANDIDATE, keyringData: KEYRING })
  clock.advance(600)
  const message = [region.sources()[0]?.url ?? '', CANDIDATE].map(cannotReach).join('<br>')
  expect(region.notifications()).toMatchObject([{ ident: 'Image importer', message }])
})

test('without any source, MAAS has nothing to read, and reports the commissioning release immediately', () => {
  const { region } = recordedRegion()
  region.deleteSource(1)
  expect(region.notifications().map(({ ident }) => ident)).toEqual([
    'commissioning_series_unselected',
    'commissioning_series_unavailable',
  ])
})

test.each([
  ['with and without a slash', 'http://images.maas.io/ephemeral-v3/candidate'],
  ['over https', 'https://images.maas.io/ephemeral-v3/candidate/'],
  ['as its index file', 'http://images.maas.io/ephemeral-v3/candidate/streams/v1/index.sjson'],
])('a stream is found %s', (_how, url) => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url, keyringData: KEYRING })
  clock.advance(600)
  expect(region.createSelection(id, NOBLE).release).toBe('noble')
})

test('an address without a stream cannot be reached, and deleting the source removes the notification', () => {
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

test.each([
  ['http://10.0.0.7:99999/none', '10.0.0.7', 99_999, '/none/'],
  ['https://user:pw@Mirror.example.com', 'mirror.example.com', 443, '/'],
  ['http://[fd00::1]:8080/i/', '[fd00::1]', 8080, '/i/'],
])('%s is not a valid URL elsewhere, but the notification contains it', (url, host, port, folder) => {
  const { region, clock } = recordedRegion()
  region.createSource({ url, keyringData: KEYRING })
  clock.advance(600)
  expect(region.notifications()[0]?.message).toContain(
    `HTTPConnectionPool(host=&#x27;${host}&#x27;, port=${port}): Max retries exceeded with url: ${folder}streams/v1/index.sjson`,
  )
})

test('a keyring without the right key leaves a source unread, silently', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: new Uint8Array([1, 2, 3]) })
  clock.advance(600)
  expect(() => region.createSelection(id, NOBLE)).toThrow(MaasRefusal)
  expect(region.notifications()).toEqual([])
})

test('a keyring may contain other keys as well', () => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData: new Uint8Array([7, 7, ...KEYRING, 7]) })
  clock.advance(600)
  expect(region.createSelection(id, NOBLE).release).toBe('noble')
})

test.each<[string, Uint8Array]>([
  ['armoured', new TextEncoder().encode('-----BEGIN PGP PUBLIC KEY BLOCK-----')],
  ['base64', new TextEncoder().encode(btoa(String.fromCharCode(...KEYRING)))],
])('MAAS does not accept the right key as a keyring: %s', (_form, keyringData) => {
  const { region, clock } = recordedRegion()
  const { id } = region.createSource({ url: CANDIDATE, keyringData })
  clock.advance(600)
  expect(() => region.createSelection(id, NOBLE)).toThrow(MaasRefusal)
  expect(region.notifications()).toEqual([])
})

/** Offered images can be selected; an unread source offers none. */
function isRead(region: Region, id: number): boolean {
  try {
    return region.createSelection(id, NOBLE).sourceId === id
  } catch (error) {
    if (error instanceof MaasRefusal) return false
    throw error
  }
}

describe('each source needs the key that signed it', () => {
  const data = (keyringData: Uint8Array) => ({ keyringData })
  const file = (keyringFilename: string) => ({ keyringFilename })

  test.each<[string, string, object, 'read' | 'not read']>([
    ['a mirror keeps the signatures of its upstream', MIRROR, file(KEYRING_FILE), 'read'],
    [
      'the keyring file of the snap holds the same key',
      MIRROR,
      file(`/snap/maas/current${KEYRING_FILE}`),
      'read',
    ],
    ['the key of another stream is not accepted', MIRROR, data(OTHER_KEYRING), 'not read'],
    ['the default file does not contain the key of another stream', OTHER, file(KEYRING_FILE), 'not read'],
    ['the key of that stream as data is accepted', OTHER, data(OTHER_KEYRING), 'read'],
    [
      'both keys in one file are accepted',
      OTHER,
      data(new Uint8Array([...KEYRING, ...OTHER_KEYRING])),
      'read',
    ],
    ['an unsigned index is read with any key', `${OTHER}streams/v1/index.json`, data(KEYRING), 'read'],
    ['a signed index is not', `${OTHER}streams/v1/index.sjson`, data(KEYRING), 'not read'],
  ])('%s', (_rule, url, keyring, outcome) => {
    const { region, clock } = recordedRegion()
    const { id } = region.createSource({ url, ...keyring })
    clock.advance(600)
    expect(region.notifications()).toEqual([])
    expect(isRead(region, id)).toBe(outcome === 'read')
  })
})

test('a mirror has no unsigned index: that address cannot be opened', () => {
  const { region, clock } = recordedRegion()
  const url = `${MIRROR}streams/v1/index.json`
  const { id } = region.createSource({ url, keyringFilename: KEYRING_FILE })
  clock.advance(600)
  expect(region.notifications()).toMatchObject([
    {
      ident: 'Image importer',
      message: `Failed to import images from ${url}: Unable to open ${url}. mirrors=[]`,
    },
  ])
  expect(() => region.createSelection(id, NOBLE)).toThrow(MaasRefusal)
})

describe('a keyring file that does not exist', () => {
  const LOST = { url: MIRROR, keyringFilename: '/usr/share/keyrings/ubuntu-archive-keyring.gpg' }

  test('is accepted, and from then on no source is read', () => {
    const { region, clock } = recordedRegion()
    expect(region.createSource(LOST)).toMatchObject({ id: 2, keyringFilename: LOST.keyringFilename })
    const { id } = region.createSource({ url: CANDIDATE, keyringFilename: KEYRING_FILE })
    clock.advance(600)
    expect(() => region.createSelection(2, NOBLE)).toThrow('has no available images for download')
    expect(() => region.createSelection(id, NOBLE)).toThrow('has no available images for download')
    expect(region.notifications()).toEqual([])
    // data that was read before is still known
    expect(region.createSelection(1, NOBLE).sourceId).toBe(1)

    region.deleteSource(2)
    clock.advance(600)
    expect(region.createSelection(id, NOBLE).sourceId).toBe(id)
  })

  test('leaves one sign of a failed import: no event reports its start', () => {
    const { region, clock } = recordedRegion((state) => state.config.set('boot_images_auto_import', false))
    const { id } = region.createSource(LOST)
    region.startImport()
    expect(region.isImporting()).toBe(true)
    clock.advance(600)
    expect(region.isImporting()).toBe(false)
    expect(region.resources()).toEqual([])
    expect(region.notifications()).toEqual([])
    expect(region.events('DEBUG', { limit: 10 })).toEqual([])

    region.updateSource(id, { keyringFilename: KEYRING_FILE })
    region.startImport()
    clock.advance(1_000_000)
    expect(region.events('DEBUG', { limit: 10 })).toHaveLength(3)
    expect(region.resources().length).toBeGreaterThan(0)
  })

  test('keeps the notification about another source as it was', () => {
    const { region, clock } = recordedRegion()
    region.createSource({ url: 'http://10.0.0.7/none/', keyringFilename: KEYRING_FILE })
    clock.advance(600)
    const notes = region.notifications()
    expect(notes).toHaveLength(1)
    region.createSource(LOST)
    clock.advance(600)
    expect(region.notifications()).toEqual(notes)
  })
})

test('changing the address of a source keeps its id, its selections and its images until it is read', () => {
  const { region, clock } = recordedRegion((state) => state.config.set('boot_images_auto_import', false))
  const { id } = region.createSource({ url: CANDIDATE, keyringFilename: KEYRING_FILE })
  clock.advance(600)
  region.createSelection(id, NOBLE)
  const before = region.selections(id)
  expect(region.updateSource(id, { url: MIRROR })).toMatchObject({ id, url: MIRROR })
  expect(region.selections(id)).toEqual(before)
  clock.advance(600)
  expect(region.updateSelection(id, before[0]?.id ?? 0, { labels: ['stable'] }).labels).toEqual(['stable'])
})

test('images of a deleted source stay until the next import', () => {
  const { region, clock } = recordedRegion((state) => state.config.set('boot_images_auto_import', false))
  const { id } = region.createSource({ url: CANDIDATE, keyringFilename: KEYRING_FILE })
  clock.advance(600)
  region.createSelection(id, NOBLE)
  const names = () => [...new Set(region.resources().map(({ name }) => name))]
  const importAll = () => {
    region.startImport()
    clock.advance(1_000_000)
  }
  importAll()
  expect(names()).toEqual(['grub-efi-signed/uefi', 'ubuntu/jammy', 'ubuntu/noble'])
  region.deleteSource(id)
  clock.advance(60_000)
  expect(names()).toContain('ubuntu/noble')
  importAll()
  expect(names()).toEqual(['grub-efi-signed/uefi', 'ubuntu/jammy'])
})

test('deleting a source deletes its selections, even the commissioning one, but no images', () => {
  const { region } = recordedRegion()
  region.deleteSource(1)
  expect(() => region.selections(1)).toThrow('No BootSource matches the given query.')
  expect(region.createSource({ url: CANDIDATE, keyringData: KEYRING }).id).toBe(2)
})
