import { expect, test } from 'vitest'
import { bootResourceDetail } from '#contract/boot-resource.ts'
import { ask, standingClock } from '#testing/simulator/fixture-client.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { scenarioRegion } from '#testing/simulator/scenario-region.ts'

function open(name: string) {
  const clock = standingClock()
  const { region } = scenarioRegion(name, clock, tinyStreams())
  const json = async (path: string): Promise<unknown> => (await ask(region, clock, { path })).json()
  return { region, clock, json }
}

/** `release arch: versions` of the images in the region, with a star after complete versions. */
const held = ({ region }: ReturnType<typeof open>) =>
  region.resources().map(({ id, name, architecture }) => {
    const sets = region.resource(id).sets.map(({ version, files }) => {
      const complete = files.every((file) => file.done === file.size)
      return complete ? `${version}*` : version
    })
    return `${name} ${architecture}: ${sets.join(' ')}`
  })

test('default: synced, outdated, downloading, no longer offered and uploaded images', () => {
  const story = open('default')
  expect(held(story)).toEqual([
    'build-agent amd64/generic: 20261014*',
    'centos/8 amd64/generic: 20240622_01*',
    'grub-efi-signed/uefi amd64/generic: 20260801.0*',
    'ubuntu/cosmic amd64/ga-18.10: 20190718*',
    'ubuntu/focal arm64/ga-20.04: 20250624',
    'ubuntu/jammy amd64/ga-22.04: 20260722*',
    'ubuntu/jammy amd64/ga-22.04-lowlatency: 20260722*',
    'ubuntu/jammy amd64/hwe-22.04: 20260722*',
    'ubuntu/noble amd64/ga-24.04: 20260610*',
    'ubuntu/noble amd64/hwe-24.04: 20260610*',
  ])
  expect(story.region.isImporting()).toBe(true)
  story.clock.advance(60_000)
  expect(story.region.isImporting()).toBe(false)
  expect(held(story)).toContain('ubuntu/focal arm64/ga-20.04: 20250624*')
})

test('the import of the default region begins at 40 %', async () => {
  const { region, json } = open('default')
  const focal = region.resources().find(({ name }) => name === 'ubuntu/focal')
  const detail = bootResourceDetail.parse(await json(`boot-resources/${focal?.id}/`))
  expect(detail.sets['20250624']?.progress).toBe(40)
})

test('fresh: there is an unread source, and no selection and no image', () => {
  const { region, clock } = open('fresh')
  expect(region.sources()).toMatchObject([{ id: 1 }])
  expect(region.selections(1)).toEqual([])
  expect(region.resources()).toEqual([])
  expect(() => region.createSelection(1, { os: 'ubuntu', release: 'noble' })).toThrow('no available images')
  region.startImport()
  clock.advance(10_000)
  expect(region.createSelection(1, { os: 'ubuntu', release: 'noble' }).id).toBe(1)
})

test('large: all images of the mirror are selected and complete', () => {
  const story = open('large')
  expect(story.region.isImporting()).toBe(false)
  expect(held(story).every((line) => line.endsWith('*'))).toBe(true)
  expect(
    story.region.selections(1).map(({ os, release, arches }) => `${os}/${release} ${arches.join(' ')}`),
  ).toEqual(['ubuntu/jammy amd64', 'ubuntu/noble amd64 arm64', 'ubuntu/focal amd64 arm64', 'centos/8 amd64'])
})

test('read-only: the key belongs to a user who is not an administrator', () => {
  const { region } = open('read-only')
  const owners = region.users.filter(({ keys }) => region.apiKey.startsWith(`${keys[0]?.consumer}:`))
  expect(owners).toMatchObject([{ username: 'operator', admin: false }])
})

test('import-fails: an import ends immediately, and its notification is kept', () => {
  const { region, clock } = open('import-fails')
  const notes = region.notifications()
  expect(notes).toMatchObject([{ ident: 'Image importer' }])
  region.startImport()
  clock.advance(600)
  expect(region.isImporting()).toBe(false)
  expect(region.notifications()).toEqual(notes)
})

test('stalled: the import stays at 43 % until it is stopped and started again', () => {
  const { region, clock } = open('stalled')
  const focal = region.resources().find(({ name }) => name === 'ubuntu/focal')?.id ?? 0
  const here = () => region.resource(focal).sets[0]?.files.reduce((sum, file) => sum + file.done, 0)
  const before = here()
  clock.advance(1_800_000)
  expect(here()).toBe(before)
  expect(region.isImporting()).toBe(true)
  region.stopImport()
  clock.advance(300)
  region.startImport()
  clock.advance(60_000)
  expect(region.resource(focal).sets[0]?.files.every((file) => file.done === file.size)).toBe(true)
})

test('maas-3.7: the refusal to delete the commissioning selection names the release', () => {
  const { region } = open('maas-3.7')
  expect(region.version).toBe('3.7.2')
  expect(() => region.deleteSelection(1, 1)).toThrow(
    'Unable to delete ubuntu jammy. It is the operating system used for commissioning.',
  )
})

test('maas-3.8: stable, a disabled candidate, and a mirror with the highest priority that supplies noble', async () => {
  const { region, json, clock } = open('maas-3.8')
  expect(region.version).toBe('3.8.0')
  expect(await json('boot-sources/')).toMatchObject([
    { url: 'http://images.maas.io/ephemeral-v3/stable', name: 'MAAS Stable', priority: 1, enabled: true },
    {
      url: 'http://images.maas.io/ephemeral-v3/candidate',
      name: 'MAAS Candidate',
      priority: 2,
      enabled: false,
    },
    { url: 'http://mirror.example.com/ubuntu', name: 'Local mirror', priority: 10, enabled: true },
  ])
  const selected = region.sources().map(({ id }) => region.selections(id).map(({ release }) => release))
  expect(selected).toEqual([['jammy', 'noble', 'cosmic', 'focal', '8'], [], ['noble']])
  clock.advance(60_000)
  region.startImport()
  clock.advance(600_000)
  expect(region.isImporting()).toBe(false)
  expect(region.notifications()).toEqual([])
  expect(region.events('DEBUG', { limit: 10 })).toEqual([])
})

test('two-sources: the mirror supplies noble, stable the rest, and an import updates both', () => {
  const story = open('two-sources')
  const { region, clock } = story
  expect(region.version).toBe('3.5.13')
  expect(region.sources().map(({ url }) => url)).toEqual([
    'http://images.maas.io/ephemeral-v3/stable/',
    'http://mirror.example.com/ubuntu/',
  ])
  expect(region.selections(1).map(({ release }) => release)).toEqual(['jammy', 'cosmic', 'focal', '8'])
  expect(region.selections(2).map(({ release }) => release)).toEqual(['noble'])
  clock.advance(60_000)
  region.startImport()
  clock.advance(600_000)
  expect(held(story)).toContain('ubuntu/noble amd64/ga-24.04: 20260706*')
  expect(held(story)).toContain('ubuntu/cosmic amd64/ga-18.10: 20190718*')
  expect(region.notifications()).toEqual([])
})
