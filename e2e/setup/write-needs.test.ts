import { expect, test } from 'vitest'
import type { Catalogue, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import { OFFERED, regionAnswer } from '#testing/catalogue.ts'
import { lacksForWrites } from './write-needs.ts'

const URL = 'http://images.maas.io/ephemeral-v3/stable/'
const selectionOf = (release: string, arches: string[]) => ({
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const sourceWith = (...selections: ReturnType<typeof selectionOf>[]): RegionAnswer['sources'] => [
  {
    source: { id: 1, url: URL, keyring_filename: '', keyring_data: '', created: '', updated: '' },
    selections,
  },
]
const IDLE: ImagesAnswer = { importing: false, unread: 0, images: [] }

const lacksOf = (part: Partial<RegionAnswer>, importing = false, offered: Catalogue | string = OFFERED) =>
  lacksForWrites({
    region: { ...regionAnswer(), ...part },
    images: { ...IDLE, importing },
    catalogues: new Map([[1, offered]]),
  })

test.each<[what: string, lacks: string | null, said: RegExp]>([
  [
    'a user who may not write',
    lacksOf({ user: { username: 'operator', admin: false } }),
    /^operator is not an admin/,
  ],
  ['a running import', lacksOf({ sources: sourceWith() }, true), /^an import is running in this region/],
  ['no source', lacksOf({ sources: [] }), /has no boot source/],
  [
    'everything selected',
    lacksOf({
      sources: sourceWith(...['jammy', 'noble', 'focal'].map((release) => selectionOf(release, ['*']))),
    }),
    /nothing can be added$/,
  ],
  [
    'a source that cannot be read',
    lacksOf({ sources: sourceWith() }, false, 'It is away.'),
    /: It is away\.\)$/,
  ],
])('a region with %s lacks something', (_, lacks, said) => {
  expect(lacks).toMatch(said)
})

test('a region with an image that can be added lacks nothing', () => {
  expect(lacksOf({ sources: sourceWith(selectionOf('noble', ['amd64'])) })).toBeNull()
})
