import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { Catalogue } from '#contract/gateway.ts'
import { OFFERED, releaseOf } from '#testing/catalogue.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import { importedAgain, suppliedBy } from './imported-again.ts'

const selection = (release: string, arches: string[], subarches = ['*']) => ({
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches,
  labels: ['*'],
})
const selected = (...selections: ReturnType<typeof selection>[]) => [
  bootSourceAt(1, 'http://images.maas.io/ephemeral-v3/stable/', {}, selections),
]
const read = new Map([[1, OFFERED]])
const mirror = emptyCatalogue({
  releases: [{ ...releaseOf('noble', 'amd64', 'arm64', 's390x'), title: '24.04 LTS' }],
})
const older = emptyCatalogue({
  releases: mirror.releases.map((one) => ({
    ...one,
    arches: one.arches.map((arch) => ({ ...arch, version: '20260801' })),
  })),
})

test.each<[rule: string, given: Parameters<typeof importedAgain>, images: string[]]>([
  [
    'an image that is selected and listed in the same version',
    [mirror, selected(selection('noble', ['amd64'])), read],
    ['Ubuntu 24.04 LTS (amd64)'],
  ],
  [
    'all architectures that both list',
    [mirror, selected(selection('noble', ['*'])), read],
    ['Ubuntu 24.04 LTS (amd64)', 'Ubuntu 24.04 LTS (arm64)'],
  ],
  ['no image that it does not list', [mirror, selected(selection('jammy', ['amd64'])), read], []],
  ['no other version', [older, selected(selection('noble', ['amd64'])), read], []],
  ['no kernel that is not selected', [mirror, selected(selection('noble', ['amd64'], ['hwe'])), read], []],
  [
    'nothing if the other source was not read',
    [mirror, selected(selection('noble', ['amd64'])), new Map()],
    [],
  ],
  ['nothing if nothing is selected', [mirror, selected(), read], []],
])('MAAS up to 3.7 also imports from this source: %s', (_, given, images) => {
  expect(importedAgain(...given)).toEqual(images)
})

describe('files that the mirror lists but does not have', () => {
  const wanted = selection('noble', ['amd64'])
  const [amd64 = { arch: '', label: '', version: '', kernels: [] }] = mirror.releases[0]?.arches ?? []
  const lacking = emptyCatalogue({
    releases: mirror.releases.map((one) => ({
      ...one,
      arches: one.arches.map((arch) => ({ ...arch, absent: ['candidate'] })),
    })),
  })

  test.each<[rule: string, offered: Catalogue | null, is: boolean]>([
    ['another source lists the same version', mirror, true],
    ['it lists an older version', older, false],
    ['it does not list the release', emptyCatalogue(), false],
    ['it does not have all files either', lacking, false],
    ['it has not been read', null, false],
  ])('come from elsewhere up to MAAS 3.7 if %s', (_, offered, is) => {
    const catalogues = new Map(offered ? [[1, offered]] : [])
    expect(suppliedBy(selected(), catalogues)(wanted, amd64)).toBe(is)
  })

  test('come from nowhere if there is no other source', () => {
    expect(suppliedBy([], read)(wanted, amd64)).toBe(false)
  })
})
