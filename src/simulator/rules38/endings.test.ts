import { describe, expect, test } from 'vitest'
import type { Region } from '#simulator/rules/region.ts'
import type { State } from '#simulator/state/state.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import { HOUR, idents, images, region38, wanted } from '#testing/simulator/region-38.ts'

/* How the sync of an image ends before it is complete. */

/** Each version of a boot resource with its files: `20260722 boot-kernel* squashfs`, with a star after complete ones. */
const versions = (region: Region, name: string) =>
  region
    .resources()
    .filter((one) => one.name === name)
    .map(({ id, architecture }) =>
      [
        architecture,
        ...region
          .resource(id)
          .sets.map(({ version, files }) =>
            [version, ...files.map((file) => `${file.filetype}${file.done === file.size ? '*' : ''}`)].join(
              ' ',
            ),
          ),
      ].join(': '),
    )

/** An older version of jammy is held. */
const holdOld = (state: State) =>
  void hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'), { age: 1 })

/** The sources lack all files with this word in their paths. */
function lack(state: State, word: string): void {
  for (const [key, tree] of state.streams)
    state.streams.set(key, { ...tree, holds: (path) => (path.includes(word) ? null : 1) })
}

/** An older version of jammy is held, and the import of the newer one has reached the limit of two hours. */
function afterLimit() {
  const story = region38(holdOld)
  const { region, state, clock } = story
  const { bytesPerSecond } = state
  region.startImport()
  clock.advance(1000 + 7500)
  region.setBytesPerSecond(1)
  clock.advance(2 * HOUR)
  region.setBytesPerSecond(bytesPerSecond)
  return story
}

const OLD = '20260601 boot-initrd* boot-kernel* squashfs*'
const KERNELS = ['amd64/ga-22.04', 'amd64/ga-22.04-lowlatency', 'amd64/hwe-22.04']

describe('the limit of two hours', () => {
  test('leaves both versions, with the files that are complete', () => {
    const { region } = afterLimit()
    expect([region.isImporting(), idents(region)]).toEqual([false, []])
    const left = '20260722 boot-initrd* boot-kernel* squashfs'
    expect(versions(region, 'ubuntu/jammy')).toEqual(KERNELS.map((kernel) => `${kernel}: ${OLD}: ${left}`))
    expect(versions(region, 'grub-efi-signed/uefi')).toEqual(['amd64/generic: 20260801.0 archive.tar.xz*'])
  })

  test('lets the next import download the rest', () => {
    const { region, clock } = afterLimit()
    region.startImport()
    clock.advance(HOUR / 2)
    const newer = '20260722 boot-initrd* boot-kernel* squashfs*'
    expect(versions(region, 'ubuntu/jammy')).toEqual(KERNELS.map((kernel) => `${kernel}: ${newer}`))
  })

  test('makes a stop of the next import replace a complete image by one that lacks a file', () => {
    const { region, clock } = afterLimit()
    region.startImport()
    clock.advance(2000)
    region.stopImport()
    clock.advance(2000)
    const rest = '20260722 boot-initrd* boot-kernel*'
    expect(versions(region, 'ubuntu/jammy')).toEqual(KERNELS.map((kernel) => `${kernel}: ${rest}`))
    region.startImport()
    clock.advance(HOUR / 2)
    expect(versions(region, 'ubuntu/jammy')).toEqual(KERNELS.map((kernel) => `${kernel}: ${rest} squashfs*`))
  })
})

describe('a sync that fails', () => {
  const failing = (change: (state: State) => void) => {
    const story = region38()
    change(story.state)
    story.importAll()
    return story
  }

  test('leaves the version of a bootloader whose file the source lacks, without files', () => {
    const { region } = failing((state) => lack(state, 'grub'))
    expect([region.isImporting(), images(region), idents(region)]).toEqual([false, [], ['Sync selection 1']])
    expect(versions(region, 'grub-efi-signed/uefi')).toEqual(['amd64/generic: 20260801.0'])
  })

  test('leaves it so on a full disk', () => {
    const { region } = failing((state) => void (state.freeBytes = 10))
    expect([images(region), versions(region, 'grub-efi-signed/uefi')]).toEqual([
      [],
      ['amd64/generic: 20260801.0'],
    ])
    expect(region.notifications()[0]?.message).toContain('No space left on disk')
  })

  test('also deletes the files of a bootloader that the sync of another image downloads', () => {
    const { region, state, importAll } = region38()
    lack(state, 'noble')
    region.createSelection(1, wanted('noble', ['amd64']))
    importAll()
    expect([images(region).length, versions(region, 'grub-efi-signed/uefi')]).toEqual([
      3,
      ['amd64/generic: 20260801.0'],
    ])
  })

  test('keeps the complete version of its image', () => {
    const { region, state, importAll } = region38(holdOld)
    lack(state, 'jammy')
    importAll()
    expect(versions(region, 'ubuntu/jammy')).toEqual(KERNELS.map((kernel) => `${kernel}: ${OLD}`))
  })
})
