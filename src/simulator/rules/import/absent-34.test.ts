import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { KERNEL_BYTES, ROOT_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { addSource, hold, kernelsOf, readAlready } from '#simulator/demo/scenario-parts.ts'
import { DISK_FULL } from '#simulator/state/notes.ts'
import type { State } from '#simulator/state/state.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'

const STABLE = 'images.maas.io/ephemeral-v3/stable'
const MIRROR = 'http://mirror.example.com/ubuntu/'
const ALL = { subarches: ['*'], labels: ['*'] }
const ARM = { os: 'ubuntu', release: 'noble', arches: ['arm64'], ...ALL }
const KERNEL = KERNEL_BYTES + ROOT_BYTES

/** A MAAS 3.4 whose sources read another stable stream. */
function region34(
  { change = () => {}, firstUrl }: { change?: (state: State) => void; firstUrl?: string },
  tree: Partial<StreamTree> = {},
) {
  const story = recordedRegion(
    (state) => {
      state.config.set('boot_images_auto_import', false)
      const [source] = state.sources.values()
      if (firstUrl !== undefined && source !== undefined) source.url = firstUrl
      const stable = state.streams.get(STABLE)
      if (stable) state.streams.set(STABLE, tinyTree(`http://${STABLE}/`, stable.products, tree))
      change(state)
    },
    { version: '3.4.10' },
  )
  const { region, clock } = story
  return {
    region,
    importNow: () => {
      region.startImport()
      clock.advance(1_000_000)
      expect(region.isImporting()).toBe(false)
    },
    /** Each version of the kernels of a release: its files, and its bytes here of all. */
    held: (name: string, arch: string) =>
      region
        .resources()
        .filter((one) => one.name === name && one.architecture.startsWith(`${arch}/`))
        .flatMap(({ id, architecture }) =>
          region.resource(id).sets.map(({ version, files }) => {
            const sum = (key: 'size' | 'done') => files.reduce((total, file) => total + file[key], 0)
            const names = files.map(({ filetype }) => filetype).join(' ')
            return `${architecture.split('/')[1] ?? ''} ${version}: ${names}, ${sum('done')} of ${sum('size')}`
          }),
        ),
    errors: () => region.events('ERROR', { limit: 9 }).map(({ description }) => description),
    notes: () => region.notifications().map(({ ident }) => ident),
  }
}

const older = (release: string, arch: string) => (state: State) =>
  void hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', release, arch), { age: 1 })

describe('a file that the source lacks', () => {
  const mirror = { firstUrl: MIRROR }

  test('leaves no trace of its versions: no resource, no event, no notification', () => {
    const { region, importNow, held, errors, notes } = region34(mirror)
    region.createSelection(1, { ...ARM, arches: ['*'] })
    importNow()
    expect(held('ubuntu/noble', 'arm64')).toEqual([])
    expect(held('ubuntu/noble', 'amd64')).toEqual([
      `ga-24.04 20260706: boot-initrd boot-kernel squashfs, ${KERNEL} of ${KERNEL}`,
      `hwe-24.04 20260706: boot-initrd boot-kernel squashfs, ${KERNEL} of ${KERNEL}`,
    ])
    expect([errors(), notes()]).toEqual([[], []])
  })

  test('leaves the older version', () => {
    const { region, importNow, held } = region34({ ...mirror, change: older('noble', 'arm64') })
    region.createSelection(1, ARM)
    for (let imports = 0; imports < 2; imports += 1) {
      importNow()
      expect(held('ubuntu/noble', 'arm64').map((one) => one.split(':')[0])).toEqual([
        'ga-24.04 20260610',
        'hwe-24.04 20260610',
      ])
    }
  })

  test('does not keep older versions of other images', () => {
    const { region, importNow, held } = region34({ ...mirror, change: older('jammy', 'amd64') })
    region.createSelection(1, ARM)
    importNow()
    expect(new Set(held('ubuntu/jammy', 'amd64').map((one) => one.split(/[ :]/)[1]))).toEqual(
      new Set(['20260722']),
    )
  })

  test.each([
    ['after it: MAAS tries only the first', MIRROR, `http://${STABLE}/`, 0],
    ['before it', `http://${STABLE}/`, MIRROR, 2],
    ['before it, because the first one was updated', MIRROR, `http://${STABLE}/`, 2, true],
    ['after it, because it was updated', `http://${STABLE}/`, MIRROR, 0, true],
  ])(
    'comes from another source only if that one is read %s',
    (_, firstUrl, url, kernels, updated = false) => {
      const { region, importNow, held } = region34({
        firstUrl,
        change: (state) => void readAlready(state, addSource(state, url)),
      })
      region.createSelection(1, ARM)
      if (updated) region.updateSource(1, {})
      importNow()
      expect(held('ubuntu/noble', 'arm64')).toHaveLength(kernels)
    },
  )
})

test.each<[string, before: (state: State) => void, during: (state: State) => void]>([
  ['the disk is full', (state) => void (state.freeBytes = 1), () => {}],
  [
    'a given state says that the import fails',
    () => {},
    (state) => state.job && (state.job.failure = DISK_FULL),
  ],
])('an import cleans up even if %s, and reports nothing', (_, before, during) => {
  const { region, importNow, held, errors, notes } = region34({
    change: (state) => {
      older('jammy', 'amd64')(state)
      before(state)
    },
  })
  region.startImport()
  during(region.state())
  importNow()
  expect(new Set(held('ubuntu/jammy', 'amd64').map((one) => one.split(/[ :]/)[1]))).toEqual(
    new Set(['20260722']),
  )
  expect([errors(), notes()]).toEqual([[], []])
})

describe('a file with a wrong checksum', () => {
  const cutting = (ending: string) => ({ isCut: (path: string) => path.endsWith(ending) })

  test('is deleted from the version, which counts as complete without it and replaces the older one', () => {
    const { importNow, held, errors, notes } = region34(
      { change: older('jammy', 'amd64') },
      cutting('jammy/amd64/stable/20260722/hwe-22.04/kernel'),
    )
    for (let imports = 1; imports < 3; imports += 1) {
      importNow()
      expect(held('ubuntu/jammy', 'amd64')).toContainEqual(
        expect.stringMatching(/^hwe-22\.04 20260722: boot-initrd squashfs, (\d+) of \1$/),
      )
      expect(held('ubuntu/jammy', 'amd64').join()).not.toContain('20260601')
      expect(errors()).toHaveLength(imports)
    }
    expect(errors()[0]).toMatch(
      /^Failed to finalize boot image ubuntu\/amd64\/hwe-22\.04\/jammy\/20260722\/kernel\. Unexpected checksum 'sha256' \(found: \w{64} expected: \w+\)$/,
    )
    expect(notes()).toEqual([])
  })

  test('is deleted from the version for which it was planned; others that share it are incomplete', () => {
    const { importNow, held } = region34({ change: older('jammy', 'amd64') }, cutting('20260722/squashfs'))
    importNow()
    expect(held('ubuntu/jammy', 'amd64').map((one) => one.split(',')[0])).toEqual([
      'ga-22.04 20260722: boot-initrd boot-kernel',
      'ga-22.04-lowlatency 20260601: boot-initrd boot-kernel squashfs',
      'hwe-22.04 20260601: boot-initrd boot-kernel squashfs',
    ])
  })
})
