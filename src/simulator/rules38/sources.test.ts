import { describe, expect, test } from 'vitest'
import { ask } from '#testing/simulator/fixture-client.ts'
import {
  CANDIDATE,
  idents,
  images,
  KEYRING_FILE,
  MIRROR,
  percent,
  region38,
  wanted,
} from '#testing/simulator/region-38.ts'

const JAMMY = ['jammy amd64 ga-22.04*', 'jammy amd64 ga-22.04-lowlatency*', 'jammy amd64 hwe-22.04*']
const STABLE_NOBLE = ['noble amd64 ga-24.04*', 'noble amd64 hwe-24.04*']
/** Candidate offers one kernel. */
const CANDIDATE_NOBLE = ['noble amd64 ga-24.04*']

describe('a deleted or changed source', () => {
  test('deleting it deletes its images immediately', () => {
    const { region, addSource, importAll } = region38()
    const id = addSource(CANDIDATE)
    region.createSelection(id, wanted('noble', ['amd64']))
    importAll()
    expect(images(region)).toEqual([...JAMMY, ...CANDIDATE_NOBLE])
    region.deleteSource(id)
    expect(images(region)).toEqual(JAMMY)
    region.deleteSource(1)
    expect(images(region)).toEqual([])
  })

  test('a new address is read and synced without an import call, and this is not reported', () => {
    const { region, clock } = region38()
    region.updateSource(1, { url: MIRROR })
    clock.advance(5000)
    expect(region.isImporting()).toBe(false)
    expect(percent(region, 'ubuntu/jammy')).toBeGreaterThan(10)
    region.stopImport()
    clock.advance(60_000)
    expect(images(region)).toEqual(JAMMY)
  })

  test('a new name or priority only makes MAAS read the source', () => {
    const { region, clock } = region38()
    region.updateSource(1, { name: 'Ours', priority: '9' })
    clock.advance(60_000)
    expect(images(region)).toEqual([])
  })

  test('a notification reports an image that is not offered at the new address', () => {
    const { region, clock } = region38()
    region.createSelection(1, wanted('noble', ['amd64']))
    region.updateSource(1, { url: CANDIDATE })
    clock.advance(60_000)
    expect(images(region)).toEqual(CANDIDATE_NOBLE)
    expect(region.notifications()).toMatchObject(
      [
        {
          ident: 'Selection availability 1',
          category: 'warning',
          message:
            'After boot source (id=1) updates, the boot source selection for ubuntu/jammy arch=amd64 is not available anymore.',
        },
        { ident: 'commissioning_series_unavailable' },
      ].toReversed(),
    )
  })
})

describe('several sources of an image', () => {
  function both() {
    const story = region38()
    const candidate = story.addSource(CANDIDATE)
    story.region.createSelection(1, wanted('noble', ['amd64']))
    story.region.createSelection(candidate, wanted('noble', ['amd64']))
    story.importAll()
    return { ...story, candidate }
  }

  test('the enabled one with the highest priority supplies it, and the other never does', () => {
    const { region } = both()
    expect(images(region)).toEqual([...JAMMY, ...CANDIDATE_NOBLE])
  })

  test('the old copy is deleted when the sync from a new winner begins', () => {
    const { region, clock, candidate } = both()
    region.updateSource(candidate, { enabled: 'false' })
    clock.advance(5000)
    expect(images(region)).toEqual([...JAMMY, ...CANDIDATE_NOBLE])
    region.startImport()
    clock.advance(1000)
    expect(images(region)).toEqual([...JAMMY, 'noble amd64 ga-24.04', 'noble amd64 hwe-24.04'])
    clock.advance(60_000)
    expect(images(region)).toEqual([...JAMMY, ...STABLE_NOBLE])
  })

  test('a lower priority loses it at the next import', () => {
    const { region, candidate, importAll } = both()
    region.updateSource(candidate, { priority: '0' })
    importAll()
    expect(images(region)).toEqual([...JAMMY, ...STABLE_NOBLE])
  })

  test('a new address of the losing source syncs nothing', () => {
    const { region, clock } = both()
    region.updateSource(1, { url: MIRROR })
    clock.advance(60_000)
    expect(images(region)).toEqual([...JAMMY, ...CANDIDATE_NOBLE])
  })

  test('after the winner deletes an image, the next import downloads it from the other source', () => {
    const { region, candidate, importAll } = both()
    region.deleteSource(candidate)
    expect(images(region)).toEqual(JAMMY)
    importAll()
    expect(images(region)).toEqual([...JAMMY, ...STABLE_NOBLE])
  })
})

describe('a source that does not answer', () => {
  test('can be renamed, ranked and disabled, and does not affect images of other sources', () => {
    const { region, clock, addSource, importAll } = region38()
    const id = addSource('http://10.0.0.7/none')
    expect(idents(region)).toEqual([`Image manifest fetcher (boot source ${id})`])
    region.updateSource(id, { name: 'Gone', priority: '7', enabled: 'false' })
    clock.advance(600)
    expect(region.source(id)).toMatchObject({ name: 'Gone', priority: 7, enabled: false })
    importAll()
    expect(images(region)).toEqual(JAMMY)
  })

  test('is not read while it is disabled', () => {
    const { region, addSource, importAll } = region38()
    addSource('http://10.0.0.7/none', { enabled: 'false' })
    importAll()
    expect(idents(region)).toEqual([])
  })

  test('without an enabled source nothing is read, and a notification that cannot be dismissed reports it', () => {
    const { region, importAll } = region38()
    region.updateSource(1, { enabled: 'false' })
    importAll()
    expect(region.notifications()).toMatchObject([
      { ident: 'Boot sources availability', category: 'warning', dismissable: false, users: true },
    ])
    expect(images(region)).toEqual([])
    region.updateSource(1, { enabled: 'true' })
    importAll()
    expect([idents(region), images(region)]).toEqual([[], JAMMY])
  })
})

test.each([
  ['POST', 'boot-sources/', { url: CANDIDATE, keyring_filename: KEYRING_FILE, priority: '1' }],
  ['PUT', 'boot-sources/2/', { priority: '1' }],
])(
  '%s with the priority of another source answers 409 with a page, and changes nothing',
  async (method, path, form) => {
    const { region, clock, addSource } = region38()
    addSource(MIRROR)
    const before = structuredClone(region.sources())
    const response = await ask(region, clock, { method, path, body: { form } })
    expect([response.status, response.headers.get('Retry-After')]).toEqual([409, '5'])
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('Try your request again, as it will most likely succeed.')
    expect(region.sources()).toEqual(before)
  },
)

test('a source can send its own priority again', () => {
  const { region } = region38()
  expect(region.updateSource(1, { priority: '1', name: 'Same' })).toMatchObject({ priority: 1, name: 'Same' })
})

test('users who are not administrators see the notifications of the region', async () => {
  const { region, clock, addSource } = region38()
  addSource('http://10.0.0.7/none')
  const response = await ask(region, clock, { as: 'operator', path: 'notifications/' })
  expect(await response.json()).toMatchObject([
    { ident: 'Image manifest fetcher (boot source 2)', users: true },
  ])
})
