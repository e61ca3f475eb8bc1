import { expect, test } from 'vitest'
import type { RegionAnswer } from '#contract/gateway.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aSource } from '#testing/image-fixtures.ts'
import { leftOut, mirroredImages, selectedImages, upstreamsOf, withImage, withNamedArches } from './choice.ts'

type Sources = NonNullable<RegionAnswer['sources']>
const wants = (release: string, arches: string[], subarches = ['*'], labels = ['*']) => ({
  os: 'ubuntu',
  release,
  arches,
  subarches,
  labels,
})
const at = (
  source: ReturnType<typeof aSource>,
  ...selections: ReturnType<typeof wants>[]
): Sources[number] => ({
  source,
  selections: selections.map((one, id) => ({ ...one, id, boot_source_id: source.id })),
})
const MIRROR = 'http://mirror.example.com/maas/'
const CATALOGUE = emptyCatalogue({
  releases: [
    {
      os: 'ubuntu',
      release: 'noble',
      title: '24.04 LTS',
      codename: 'Noble Numbat',
      lts: true,
      version: '24.04',
      supportEol: null,
      arches: ['amd64', 'arm64'].map((arch) => ({
        arch,
        label: 'stable',
        version: '20260706',
        kernels: ['ga-24.04', 'hwe-24.04'].map((subarch) => ({ name: subarch, subarch, flavour: 'generic' })),
        kernelsFor: { generic: [0] },
        files: [],
      })),
    },
  ],
})

test('a mirror of maas.io is offered first, whatever sources the region has', () => {
  const labels = (...urls: string[]) =>
    upstreamsOf(urls.map((url, id) => at(aSource(id, url)))).map(({ label }) => label)
  expect(labels()).toEqual(['maas.io', 'maas.io candidate'])
  expect(labels(MIRROR)).toEqual(['maas.io', 'maas.io candidate', 'mirror.example.com/maas'])
  expect(labels(MIRROR, 'http://images.maas.io/ephemeral-v3/candidate')).toEqual([
    'maas.io candidate',
    'maas.io',
    'mirror.example.com/maas',
  ])
})

test('boot sources of the region keep their ID, which maas.io has only if the region uses it', () => {
  const sources = [at(aSource(4, MIRROR)), at(aSource(7, 'http://images.maas.io/ephemeral-v3/candidate'))]
  expect(upstreamsOf(sources).map(({ label, id }) => [label, id])).toEqual([
    ['maas.io candidate', 7],
    ['maas.io', null],
    ['mirror.example.com/maas', 4],
  ])
})

test('the selections of all sources that MAAS reads are joined by release', () => {
  const sources = [
    at(aSource(1), wants('noble', ['amd64'], ['ga-24.04']), wants('jammy', [])),
    at(aSource(2, MIRROR), wants('noble', ['arm64', 'amd64'], ['hwe-24.04']), wants('focal', ['*'])),
    at({ ...aSource(3), enabled: false }, wants('bionic', ['amd64'])),
  ]
  expect(selectedImages(sources)).toEqual([
    wants('noble', ['amd64', 'arm64'], ['ga-24.04', 'hwe-24.04']),
    wants('focal', ['*']),
  ])
})

test.each<[rule: string, version: string, subarches: string[], catalogue: boolean, expected: string[]]>([
  ['MAAS 3.8 imports all kernels', '3.8.0', ['ga-24.04'], true, ['*']],
  ['all kernels stay all', '3.5.13', ['*'], true, ['*']],
  ['a kernel is filtered by its own name', '3.5.13', ['hwe-24.04'], true, ['hwe-24.04']],
  ['generic is the kernel that supports it', '3.5.13', ['generic'], true, ['ga-24.04']],
  ['without a catalogue, all kernels are mirrored', '3.5.13', ['generic'], false, ['*']],
  ['a kernel that is not offered is not a filter', '3.5.13', ['hwe-99.04'], true, ['*']],
])('%s', (_, version, subarches, known, expected) => {
  const images = [wants('noble', ['amd64'], subarches, ['stable'])]
  const [image] = mirroredImages(images, { version, catalogue: known ? CATALOGUE : undefined })
  expect(image?.subarches).toEqual(expected)
  expect(image?.labels).toEqual(version === '3.8.0' ? ['*'] : ['stable'])
})

test('images are added and removed one by one', () => {
  const noble = { os: 'ubuntu', release: 'noble' }
  const one = withImage([], { ...noble, arch: 'amd64' }, true)
  const two = withImage(one, { ...noble, arch: 'arm64' }, true)
  expect(two).toEqual([wants('noble', ['amd64', 'arm64'])])
  expect(withImage(two, { ...noble, arch: 'amd64' }, false)).toEqual([wants('noble', ['arm64'])])
  expect(withImage(one, { ...noble, arch: 'amd64' }, false)).toEqual([])
})

test('only what the source offers can be chosen', () => {
  const images = [wants('noble', ['*']), wants('noble', ['amd64', 's390x']), wants('cosmic', ['amd64'])]
  expect(withNamedArches(images, CATALOGUE)).toEqual([
    wants('noble', ['amd64', 'arm64']),
    wants('noble', ['amd64']),
  ])
})

test('a source whose index has an unusual name is named as left out', () => {
  const sources = [`${MIRROR}streams/v1/index.json`, `${MIRROR}streams/v1/ours.sjson`].map((url, id) =>
    at(aSource(id + 1, url)),
  )
  expect(leftOut(sources)).toEqual(['mirror.example.com/maas/streams/v1/ours.sjson'])
})

test('a mirror is made of the folder of a source, because an index file would be copied without verifying it', () => {
  const urls = (...given: string[]) =>
    upstreamsOf(given.map((url, id) => at(aSource(id, url))))
      .map(({ url }) => url)
      .slice(2)
  expect(urls(`${MIRROR}streams/v1/index.json`)).toEqual([MIRROR])
  expect(urls(`${MIRROR}streams/v1/index.sjson`, MIRROR)).toEqual([MIRROR])
  expect(urls(`${MIRROR}streams/v1/ours.sjson`, `${MIRROR}index.json`)).toEqual([])
})
