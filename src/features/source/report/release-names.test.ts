import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import { releaseOf } from '#testing/catalogue.ts'
import { releaseNames } from './release-names.ts'

const noble = { os: 'ubuntu', release: 'noble' }
const centos = { os: 'centos', release: '8' }
const listing = (release: typeof noble, title: string) => ({
  releases: [{ ...releaseOf(release.release, 'amd64'), ...release, title }],
})
const held = (release: typeof noble, title: string | null, kind: Image['kind'] = 'synced'): Image => ({
  kind,
  ...release,
  arch: 'amd64',
  title,
  known: true,
  heldBytes: 1,
  incoming: null,
  lastDeployed: null,
  kernels: [],
})

test.each<[rule: string, release: typeof noble, ...given: Parameters<typeof releaseNames>, name: string]>([
  ['a source lists it', noble, [listing(noble, '24.04 LTS')], [], 'Ubuntu 24.04 LTS'],
  ['a source lists it with its system', centos, [listing(centos, 'CentOS 8')], [], 'CentOS 8'],
  [
    'only the second source lists it',
    noble,
    [listing(centos, 'CentOS 8'), listing(noble, '24.04 LTS')],
    [held(noble, 'Other')],
    'Ubuntu 24.04 LTS',
  ],
  ['only the region has it', noble, [], [held(noble, 'Ubuntu 24.04 LTS')], 'Ubuntu 24.04 LTS'],
  ['the region has it without a title', centos, [], [held(centos, null)], 'CentOS 8'],
  ['only an uploaded image has its name', noble, [], [held(noble, 'Mine', 'uploaded')], 'Ubuntu “noble”'],
  ['nothing names it', noble, [], [], 'Ubuntu “noble”'],
])('the name of a release if %s', (_, release, catalogues, images, name) => {
  expect(releaseNames(catalogues, images)(release)).toBe(name)
})
