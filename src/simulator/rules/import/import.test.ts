import { describe, expect, test } from 'vitest'
import { BOOTLOADER_BYTES, KERNEL_BYTES, ROOT_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import type { Region } from '#simulator/rules/region.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import type { State } from '#simulator/state/state.ts'

/** Bytes per second, so that a second is a tenth of a kernel. */
const RATE = KERNEL_BYTES / 10
const STABLE = 'images.maas.io/ephemeral-v3/stable'
const READING = 600
/** The last part of READING: MAAS inserts what it has read into its boot resources. */
const INSERTING = 50
const STOPPING = 300

/** Bootloader and jammy/amd64: three kernels that share their root file system. */
const ALL_BYTES = BOOTLOADER_BYTES + 3 * KERNEL_BYTES + ROOT_BYTES

function slowRegion(change: (state: State) => void = () => {}) {
  return recordedRegion((state) => {
    state.bytesPerSecond = RATE
    state.config.set('boot_images_auto_import', false)
    change(state)
  })
}

const time = (bytes: number) => (bytes / RATE) * 1000
const finish = ({ region, clock }: ReturnType<typeof slowRegion>) => {
  region.startImport()
  clock.advance(READING + time(20 * ALL_BYTES))
  expect(region.isImporting()).toBe(false)
}
const held = (region: Region) => region.resources().map(({ name, architecture }) => `${name} ${architecture}`)
const find = (region: Region, name: string) => {
  const found = region.resources().find(({ architecture }) => architecture === name)
  if (found === undefined) throw new Error(`The region holds no ${name}.`)
  return region.resource(found.id)
}
const done = (region: Region, name: string) =>
  find(region, name)
    .sets.at(-1)
    ?.files.reduce((sum, file) => sum + file.done, 0)

test('an import first reads the sources, then creates boot resources, then downloads', () => {
  const { region, clock } = slowRegion()
  region.startImport()
  expect(region.isImporting()).toBe(true)
  clock.advance(READING - 1)
  expect(held(region)).toEqual([])
  clock.advance(1)
  expect(held(region)).toEqual([
    'grub-efi-signed/uefi amd64/generic',
    'ubuntu/jammy amd64/ga-22.04',
    'ubuntu/jammy amd64/ga-22.04-lowlatency',
    'ubuntu/jammy amd64/hwe-22.04',
  ])
  expect(done(region, 'amd64/ga-22.04')).toBe(0)
})

test('bytes arrive at the rate of the region, and files that kernels share arrive once', () => {
  const { region, clock } = slowRegion()
  region.startImport()
  clock.advance(READING + time(BOOTLOADER_BYTES + ROOT_BYTES / 4))
  expect(done(region, 'amd64/generic')).toBe(BOOTLOADER_BYTES)
  expect(done(region, 'amd64/ga-22.04')).toBe(ROOT_BYTES / 4)
  expect(done(region, 'amd64/hwe-22.04')).toBe(ROOT_BYTES / 4)

  clock.advance(time(ALL_BYTES - BOOTLOADER_BYTES - ROOT_BYTES / 4) - 1)
  expect(region.isImporting()).toBe(true)
  clock.advance(1)
  expect(region.isImporting()).toBe(false)
  expect(done(region, 'amd64/hwe-22.04')).toBe(KERNEL_BYTES + ROOT_BYTES)
})

test('a faster rate counts from now on and keeps what has arrived', () => {
  const { region, clock } = slowRegion()
  region.startImport()
  clock.advance(READING + time(BOOTLOADER_BYTES + ROOT_BYTES / 4))
  region.setBytesPerSecond(RATE * 10)
  clock.advance(time(ROOT_BYTES / 4) / 10)
  expect(done(region, 'amd64/ga-22.04')).toBe(ROOT_BYTES / 2)
})

test('stopping takes a moment and keeps what was downloaded; the next import starts the partial file over, with the same IDs', () => {
  const { region, clock } = slowRegion()
  region.startImport()
  clock.advance(READING + time(BOOTLOADER_BYTES + ROOT_BYTES / 2))
  region.stopImport()
  expect(region.isImporting()).toBe(true)
  clock.advance(STOPPING)
  expect(region.isImporting()).toBe(false)

  const { id } = find(region, 'amd64/ga-22.04')
  const here = done(region, 'amd64/ga-22.04')
  expect(here).toBe(ROOT_BYTES / 2 + (RATE * STOPPING) / 1000)
  clock.advance(1_000_000)
  expect(done(region, 'amd64/ga-22.04')).toBe(here)

  region.startImport()
  clock.advance(READING)
  expect(done(region, 'amd64/ga-22.04')).toBe(0)
  clock.advance(time(ALL_BYTES - BOOTLOADER_BYTES) - 1)
  expect(region.isImporting()).toBe(true)
  clock.advance(1)
  expect(region.isImporting()).toBe(false)
  expect(find(region, 'amd64/ga-22.04').id).toBe(id)
})

test('MAAS 3.4 deletes partial downloads when an import is stopped, and keeps complete images', () => {
  const { region, clock } = slowRegion((state) => {
    state.version = '3.4.10'
  })
  region.startImport()
  clock.advance(READING + time(BOOTLOADER_BYTES + ROOT_BYTES / 2))
  region.stopImport()
  clock.advance(STOPPING)
  expect(region.isImporting()).toBe(false)
  expect(held(region)).toEqual(['grub-efi-signed/uefi amd64/generic'])
})

test('a deselected image stays until the next import', () => {
  const story = slowRegion()
  const { region } = story
  const { id } = region.createSelection(1, {
    os: 'centos',
    release: '8',
    arches: ['*'],
    subarches: ['*'],
    labels: ['*'],
  })
  finish(story)
  region.deleteSelection(1, id)
  expect(held(region)).toContain('centos/8 amd64/generic')
  finish(story)
  expect(held(region)).not.toContain('centos/8 amd64/generic')
  expect(held(region)).toContain('ubuntu/jammy amd64/ga-22.04')
})

test('a deleted kernel that is still selected comes back with a new ID, and files that other kernels share are not downloaded again', () => {
  const story = slowRegion()
  const { region, clock } = story
  finish(story)
  const { id } = find(region, 'amd64/hwe-22.04')
  region.deleteResource(id)
  expect(held(region)).not.toContain('ubuntu/jammy amd64/hwe-22.04')

  region.startImport()
  clock.advance(READING)
  expect(find(region, 'amd64/hwe-22.04').id).toBeGreaterThan(id)
  expect(done(region, 'amd64/hwe-22.04')).toBe(ROOT_BYTES)
  clock.advance(time(KERNEL_BYTES))
  expect(region.isImporting()).toBe(false)
})

test('a new version arrives beside the old one, which is removed when the new one is complete', () => {
  const story = slowRegion((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'), { age: 1 })
  })
  const { region, clock } = story
  const versions = () => find(region, 'amd64/ga-22.04').sets.map(({ version }) => version)
  expect(versions()).toEqual(['20260601'])
  region.startImport()
  clock.advance(READING + time(BOOTLOADER_BYTES))
  expect(versions()).toEqual(['20260601', '20260722'])
  finish(story)
  expect(versions()).toEqual(['20260722'])
})

test('nothing is removed when no image would be left and none would be downloaded', () => {
  const story = slowRegion((state) => {
    const offer = state.offers.get(1) ?? []
    hold(state, kernelsOf(offer, 'ubuntu', 'noble', 'arm64'))
    state.streams.set(STABLE, tinyTree('http://empty.example.com/', []))
  })
  finish(story)
  expect(held(story.region)).toHaveLength(2)
})

test('an image that is selected but no longer offered is kept, and an event reports it', () => {
  const story = slowRegion((state) => {
    const tree = state.streams.get(STABLE)
    const offer = state.offers.get(1) ?? []
    hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'))
    const without = offer.filter(({ release }) => release !== 'jammy')
    if (tree !== undefined) state.streams.set(STABLE, { ...tree, products: without })
  })
  finish(story)
  expect(held(story.region)).toContain('ubuntu/jammy amd64/ga-22.04')
  const messages = story.region.events('DEBUG', { limit: 10 }).map(({ description }) => description)
  expect(messages).toContainEqual(
    expect.stringMatching(/^Boot image ubuntu\/amd64\/ga-22.04\/jammy no longer exists/),
  )
})

test.each([
  ['an image that is no longer offered is kept while it is selected', 'jammy', '', true],
  [
    'a kernel that is no longer offered is removed if the source still offers its image',
    'jammy',
    'hwe-22.04',
    false,
  ],
])('%s', (_, gone, kernel, kept) => {
  const story = slowRegion((state) => {
    const tree = state.streams.get(STABLE)
    const offer = state.offers.get(1) ?? []
    hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'))
    const without = offer.filter(
      (product) => product.release !== gone || (kernel !== '' && product.kernel !== kernel),
    )
    if (tree !== undefined) state.streams.set(STABLE, { ...tree, products: without })
  })
  finish(story)
  expect(held(story.region).includes('ubuntu/jammy amd64/hwe-22.04')).toBe(kept)
})

describe('a source of which nothing is selected', () => {
  const heldAfter = (withBootloader: boolean) => {
    const story = slowRegion((state) => {
      const tree = state.streams.get(STABLE)
      const products = (state.offers.get(1) ?? []).filter(
        ({ kind }) => withBootloader || kind !== 'bootloader',
      )
      if (tree !== undefined) state.streams.set(STABLE, { ...tree, products })
      state.selections.clear()
    })
    finish(story)
    return new Set(story.region.resources().map(({ name }) => name))
  }

  test('supplies its bootloaders, and nothing else', () => {
    expect(heldAfter(true)).toEqual(new Set(['grub-efi-signed/uefi']))
  })

  test('supplies all its images if it has no bootloaders, because MAAS then has no filter', () => {
    expect(heldAfter(false)).toEqual(new Set(['ubuntu/jammy', 'ubuntu/noble', 'ubuntu/focal', 'centos/8']))
  })
})

test.each([
  ['3.4.10', 'focal'],
  ['3.5.13', 'jammy'],
  ['3.6.5', 'noble'],
  ['3.7.3', 'noble'],
])(
  'an import without any source restores the default one: MAAS %s selects %s, whatever is configured',
  (version, release) => {
    const story = slowRegion((state) => {
      state.version = version
      state.config.set('commissioning_distro_series', 'xenial')
    })
    story.region.deleteSource(1)
    expect(story.region.sources()).toEqual([])
    finish(story)
    expect(story.region.sources()).toMatchObject([
      { id: 2, url: 'http://images.maas.io/ephemeral-v3/stable/' },
    ])
    expect(story.region.selections(2)).toMatchObject([{ os: 'ubuntu', release, arches: ['amd64'] }])
    expect(held(story.region).filter((name) => name.startsWith(`ubuntu/${release} amd64/`))).not.toEqual([])
  },
)

test('a missing keyring file breaks the import of all sources, and no notification reports it', () => {
  const { region, clock } = slowRegion()
  region.createSource({
    url: 'http://images.maas.io/ephemeral-v3/candidate/',
    keyringFilename: '/nonexistent',
  })
  region.startImport()
  clock.advance(READING)
  expect(region.isImporting()).toBe(false)
  expect(held(region)).toEqual([])
  expect(region.notifications()).toEqual([])
})

test('a notification reports a source that cannot be reached, until it can be reached', () => {
  const { region, clock } = slowRegion()
  region.setSourcesAnswer(false)
  region.startImport()
  clock.advance(READING)
  expect(region.isImporting()).toBe(false)
  expect(region.notifications()).toMatchObject([
    {
      ident: 'Image importer',
      message: expect.stringContaining(
        'Failed to import images from http://images.maas.io/ephemeral-v3/stable/: HTTPConnectionPool(host=&#x27;images.maas.io&#x27;, port=80)',
      ) as unknown,
    },
  ])
  region.setSourcesAnswer(true)
  region.startImport()
  clock.advance(READING)
  expect(region.notifications()).toEqual([])
})

test('an import that has read its sources writes two kinds of events, listed newest first', () => {
  const { region, clock } = slowRegion()
  region.startImport()
  expect(region.events('DEBUG', { limit: 10 })).toEqual([])
  clock.advance(READING)
  expect(region.events('DEBUG', { limit: 10 }).map(({ description }) => description)).toEqual([
    'Importing images from source: http://images.maas.io/ephemeral-v3/stable/',
    'Started importing of boot images from 1 source(s).',
  ])
  expect(region.events('INFO', { limit: 10 })).toEqual([])
})

test('the region imports every hour if automatic sync is on', () => {
  const { region, clock } = slowRegion((state) => state.config.set('boot_images_auto_import', true))
  clock.advance(3_600_000 - 1)
  expect(region.isImporting()).toBe(false)
  clock.advance(1)
  expect(region.isImporting()).toBe(true)
  clock.advance(READING + time(ALL_BYTES))
  expect(region.isImporting()).toBe(false)

  region.setConfig('boot_images_auto_import', 'false')
  clock.advance(7_200_000)
  expect(region.isImporting()).toBe(false)
  expect(region.events('DEBUG', { limit: 10 })).toHaveLength(2)
})

test('events happen at their own time, however late the state is read', () => {
  const { region, clock } = slowRegion((state) => state.config.set('boot_images_auto_import', true))
  const start = clock.now()
  clock.advance(10 * 3_600_000 + READING)
  const times = region
    .events('DEBUG', { limit: 100 })
    .map(({ at }) => (at - start - (READING - INSERTING)) / 3_600_000)
  expect([...new Set(times)]).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
})

test('an import of sources without images changes nothing, and a warning among the events says so', () => {
  const story = slowRegion((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'))
    state.streams.set(STABLE, tinyTree(`http://${STABLE}/`, []))
  })
  const before = held(story.region)
  finish(story)
  expect(held(story.region)).toEqual(before)
  expect(story.region.events('INFO', { limit: 5 })).toMatchObject([
    { level: 'WARNING', type: 'Region import warning', description: /^Unable to import boot images, / },
  ])
})
