import { expect, test } from 'vitest'
import type { Catalogue } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { OFFERED } from '#testing/catalogue.ts'
import { lacksForWrites, releasesNotOffered } from './write-needs.ts'

const URL = 'http://images.maas.io/ephemeral-v3/stable/'
const SOURCE = { id: 1, url: URL, keyring_filename: '', keyring_data: '', created: '', updated: '' }
const selectionOf = (release: string, arches: string[]): Selection => ({
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const lacksOf = (
  part: Partial<Parameters<typeof lacksForWrites>[0]>,
  offered: Catalogue | string = OFFERED,
) =>
  lacksForWrites({
    user: { username: 'admin', admin: true },
    importing: false,
    sources: [SOURCE],
    selections: [],
    catalogues: new Map([[1, offered]]),
    ...part,
  })

test.each<[what: string, lacks: string | null, said: RegExp]>([
  [
    'a user who may not write',
    lacksOf({ user: { username: 'operator', admin: false } }),
    /^operator is not an admin/,
  ],
  ['a running import', lacksOf({ importing: true }), /^an import is running in this region/],
  ['no source', lacksOf({ sources: [] }), /has no boot source/],
  [
    'everything selected',
    lacksOf({
      selections: ['jammy', 'noble', 'focal'].map((release) => selectionOf(release, ['*'])),
    }),
    /nothing can be added$/,
  ],
  ['a source that cannot be read', lacksOf({}, 'It is away.'), /: It is away\.\)$/],
])('a region with %s lacks something', (_, lacks, said) => {
  expect(lacks).toMatch(said)
})

test('a region with an image that can be added lacks nothing', () => {
  expect(lacksOf({ selections: [selectionOf('noble', ['amd64'])] })).toBeNull()
})

test('a release that its source does not offer is named', () => {
  const selected = ['jammy', 'cosmic'].map((release) => selectionOf(release, ['amd64']))
  expect(releasesNotOffered(OFFERED, selected)).toEqual(['ubuntu/cosmic'])
})
