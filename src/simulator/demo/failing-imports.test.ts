import { expect, test } from 'vitest'
import { standingClock } from '#testing/simulator/fixture-client.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { scenarioRegion } from '#testing/simulator/scenario-region.ts'

const HOUR = 3_600_000

function open(scenario: string) {
  const clock = standingClock()
  const { region } = scenarioRegion(scenario, clock, tinyStreams())
  /** What MAAS has notified, without the commissioning release. */
  const notes = () =>
    region
      .notifications()
      .filter(({ ident }) => !ident.startsWith('commissioning_'))
      .map(({ ident, message, dismissable }) => ({ ident, message, dismissable }))
  const importNow = () => {
    region.startImport()
    clock.advance(10_000)
  }
  const starts = () =>
    region.events('DEBUG', { limit: 50 }).filter(({ description }) => description.startsWith('Started'))
  return { region, clock, notes, importNow, starts }
}

test('source-unreachable: the import stalls without a message, and the next one fails with one', () => {
  const { region, clock, notes, importNow } = open('source-unreachable')
  clock.advance(600_000)
  expect(region.isImporting()).toBe(true)
  expect(notes()).toEqual([])
  region.stopImport()
  clock.advance(300)
  importNow()
  expect(region.isImporting()).toBe(false)
  expect(notes()).toMatchObject([{ ident: 'Image importer', message: /Connection refused/ }])
})

test('keyring-missing: an import ends without a message and without an event, with the file it succeeds', () => {
  const { region, notes, importNow, starts } = open('keyring-missing')
  const before = starts()
  importNow()
  expect(region.isImporting()).toBe(false)
  expect(notes()).toEqual([])
  expect(starts()).toEqual(before)
  region.updateSource(1, { keyringFilename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg' })
  importNow()
  expect(starts()).toHaveLength(before.length + 1)
})

test('proxy-refuses: MAAS takes the answer of the proxy for an index without a signature', () => {
  const { region, notes, importNow } = open('proxy-refuses')
  importNow()
  expect(notes()).toMatchObject([
    { ident: 'Image importer', message: /\(No signature found!\)\..* via your external proxy \(http/ },
  ])
  region.updateSource(1, { url: 'https://images.maas.io/ephemeral-v3/stable/' })
  importNow()
  expect(notes()).toMatchObject([{ message: /Tunnel connection failed: 407/ }])
  region.setConfig('boot_images_no_proxy', 'true')
  importNow()
  expect(notes()).toEqual([])
})

test.each([
  ['enable_http_proxy', 'false'],
  ['boot_images_no_proxy', 'true'],
])('proxy-refuses: with %s %s the source is reached', (name, value) => {
  const { region, notes, importNow } = open('proxy-refuses')
  region.setConfig(name, value)
  importNow()
  expect(notes()).toEqual([])
})

test('disk-full: no download begins until there is room; no one can dismiss the notification', () => {
  const { region, clock, notes, importNow } = open('disk-full')
  const full = {
    ident: 'Image synchronization',
    message:
      'Failed to synchronise boot resources: some region controllers don&#x27;t have enough disk space',
    dismissable: false,
  }
  expect(notes()).toEqual([full])
  importNow()
  expect(region.isImporting()).toBe(false)
  expect(notes()).toEqual([full])
  region.setFreeBytes(Infinity)
  importNow()
  clock.advance(HOUR)
  expect(region.isImporting()).toBe(false)
  expect(notes()).toEqual([])
})

test('release-gone: MAAS 3.8 names the selection that is not available', () => {
  expect(open('release-gone').notes()).toEqual([
    {
      ident: 'Selection availability 3',
      message:
        'After boot source (id=1) updates, the boot source selection for ubuntu/cosmic arch=amd64 is not available anymore.',
      dismissable: true,
    },
  ])
})

test('time-limit: downloads end 2 hours after they began, and what has arrived is kept', () => {
  const { region, clock, notes } = open('time-limit')
  clock.advance(5 * 60_000 - 1)
  expect(region.isImporting()).toBe(true)
  clock.advance(1)
  expect(region.isImporting()).toBe(false)
  expect(notes()).toMatchObject([{ message: 'Failed to synchronise boot resources: Workflow timed out' }])
  const focal = region.resources().find(({ name }) => name === 'ubuntu/focal')?.id ?? 0
  expect(region.resource(focal).sets[0]?.files.some(({ done }) => done > 0)).toBe(true)
})

test('a stalled import ends at the limit of MAAS 3.5 to 3.7', () => {
  const { region, clock, notes } = open('stalled')
  clock.advance(2 * HOUR)
  expect(region.isImporting()).toBe(false)
  expect(notes()).toMatchObject([{ ident: 'Image synchronization' }])
})
