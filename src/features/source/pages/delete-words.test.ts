import { describe, expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import { deletionTexts } from './delete-words.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'

const selection = (id: number, release: string, arches: string[]): Selection => ({
  id,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const held = (release: string): Image => ({
  kind: 'synced',
  os: 'ubuntu',
  release,
  arch: 'amd64',
  title: null,
  known: true,
  heldBytes: 500,
  incoming: null,
  lastDeployed: null,
  kernels: [],
})
const sourceAt = (id: number, more: Partial<BootSource>, ...releases: string[]) =>
  bootSourceAt(
    id,
    `http://source-${id}.example.com/`,
    { name: `Source ${id}`, enabled: true, ...more },
    releases.map((release, index) => selection(index, release, ['amd64'])),
  )

const old = sourceAt(1, { priority: 5 }, 'noble', 'jammy')
const DELETION = {
  version: '3.8.0',
  old,
  elsewhere: [sourceAt(2, { priority: 1 })],
  images: [held('noble'), held('jammy')],
  importing: false,
  commissioningRelease: 'focal',
  nameOf: ({ release }: { release: string }) => `Ubuntu ${release}`,
}
const textOf = (part: Partial<typeof DELETION>) => deletionTexts({ ...DELETION, ...part })

describe('MAAS 3.8', () => {
  test.each<[rule: string, part: Partial<typeof DELETION>, text: string]>([
    ['deletes images together with their source', {}, 'MAAS deletes its 2 images immediately.'],
    [
      'including those that another source provides instead',
      { elsewhere: [sourceAt(2, { priority: 1 }, 'noble')] },
      'MAAS deletes its 2 images immediately. The import that follows downloads 1 of them again from another source.',
    ],
    [
      'except those that come from a source with a higher priority',
      { elsewhere: [sourceAt(2, { priority: 9 }, 'noble')] },
      'MAAS deletes its image immediately.',
    ],
    [
      'if that source is enabled',
      { elsewhere: [sourceAt(2, { priority: 9, enabled: false }, 'noble')] },
      'MAAS deletes its 2 images immediately.',
    ],
    [
      'a disabled source provides nothing instead',
      {
        elsewhere: [
          sourceAt(2, { priority: 1, enabled: false }, 'noble'),
          sourceAt(3, { priority: 2 }, 'jammy'),
        ],
      },
      'The import that follows downloads 1 of them again from another source.',
    ],
    [
      'deletes partial downloads when an import is stopped',
      { importing: true },
      'partial downloads are deleted',
    ],
    ['adds no source again', { elsewhere: [] }, 'MAAS imports nothing until another one is added.'],
  ])('%s', (_, part, text) => {
    expect(textOf(part).texts.join(' ')).toContain(text)
  })

  test('promises no download if the only other source is disabled', () => {
    const { texts } = textOf({ elsewhere: [sourceAt(2, { priority: 1, enabled: false }, 'noble', 'jammy')] })
    expect(texts.join(' ')).toMatch(/MAAS deletes its 2 images immediately\.$/)
  })

  test('warns when the commissioning release is deleted', () => {
    expect(textOf({ commissioningRelease: 'jammy' }).warnings[0]).toBe(
      'Ubuntu jammy is the commissioning release. Without its images, machines cannot be commissioned. Choose another commissioning release in Default images first.',
    )
    expect(textOf({}).warnings).toEqual([])
  })
})

test('up to 3.7, the import that follows removes images that no other source selects', () => {
  const { texts } = textOf({
    version: '3.7.2',
    importing: true,
    elsewhere: [sourceAt(2, {}, 'noble')],
  })
  expect(texts).toEqual([
    'Deleting the source also deletes its 2 selections: Ubuntu noble, Ubuntu jammy. 1 image used only by this source is removed by the import that follows.',
    'The running import is stopped first, then started again without this source.',
  ])
})

test('up to 3.7, an import that fails at what MAAS has twice removes nothing', () => {
  const failsAt = [{ synced: true, name: 'centos/8', architecture: 'amd64/generic', sets: [] }]
  const deletion = { ...DELETION, version: '3.7.2', elsewhere: [sourceAt(2, {}, 'noble')], failsAt }
  expect(deletionTexts(deletion)).toEqual({
    texts: ['Deleting the source also deletes its 2 selections: Ubuntu noble, Ubuntu jammy.'],
    warnings: [
      'MAAS has Ubuntu 8 (amd64) twice and cannot remove it, so the next import will fail, and all later ones. Choose Delete images to delete it first.',
    ],
  })
})

test('up to 3.7, the images are kept if nothing else is selected', () => {
  const { texts } = textOf({ version: '3.7.2', elsewhere: [sourceAt(2, {})] })
  expect(texts[0]).toContain('MAAS keeps them until something is selected.')
})

const ADDED = (release: string) =>
  `This is the only source. The import adds maas.io again and selects Ubuntu ${release} from it, for amd64 and for the architecture of the MAAS host.`

describe('up to 3.7, MAAS replaces the only source with its own, and selects a release from it', () => {
  const only = {
    ...sourceAt(1, {}),
    selections: [selection(1, 'noble', ['*']), selection(2, 'jammy', ['*'])],
  }
  const deleted = (version: string, part: Partial<typeof DELETION> = {}) =>
    textOf({ version, old: only, elsewhere: [], ...part })

  test.each<[rule: string, version: string, part: Partial<typeof DELETION>, text: string]>([
    ['3.5: jammy on amd64 is kept', '3.5.13', {}, '1 image used only by this source is removed'],
    ['3.4: jammy is removed', '3.4.10', {}, '2 images used only by this source are removed'],
    [
      'the commissioning release is removed, too, if it is another one',
      '3.5.13',
      { images: [held('noble')], commissioningRelease: 'noble' },
      '1 image used only by this source is removed by the import that follows.',
    ],
    [
      'it is kept on the architecture of the host, which is not known',
      '3.7.2',
      { images: [{ ...held('noble'), arch: 'arm64' }] },
      '1 image used only by this source is removed by the import that follows, except Ubuntu noble for the architecture of the MAAS host.',
    ],
  ])('%s', (_, version, part, text) => {
    expect(deleted(version, part).texts[0]).toContain(text)
  })

  test.each([
    ['3.4.10', 'focal'],
    ['3.5.13', 'jammy'],
    ['3.6.5', 'noble'],
    ['3.7.3', 'noble'],
  ])('%s: %s, as the dialog says', (version, release) => {
    expect(deleted(version).texts).toContain(ADDED(release))
    expect(deleted(version, { images: [held(release)] }).texts[0]).not.toContain('removed')
  })

  test.each([
    ['the commissioning release, so nothing is lacking', 'noble', false],
    ['another one, so it warns', 'jammy', true],
  ])('%s', (_, commissioningRelease, warns) => {
    expect(deleted('3.7.2', { commissioningRelease }).warnings.length > 0).toBe(warns)
  })
})
