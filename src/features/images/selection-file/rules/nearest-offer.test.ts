import { expect, test } from 'vitest'
import { releaseOf } from '#testing/catalogue.ts'
import { anOffer } from '#testing/image-fixtures.ts'
import { selecting } from '#testing/selection-files.ts'
import type { CatalogueRelease } from '#contract/gateway.ts'
import type { FileSelection } from '#contract/selection-file.ts'
import { partsNotOffered } from './nearest-offer.ts'

const jammy = {
  ...releaseOf('jammy', 'amd64', 'arm64'),
  arches: ['amd64', 'arm64'].map((arch) =>
    anOffer({
      arch,
      kernels: ['ga-22.04', 'hwe-22.04', 'hwe-24.04', 'hwe-22.04-edge'].map((subarch) => ({
        name: subarch,
        subarch,
        flavour: 'generic',
      })),
      kernelsFor: { generic: [0] },
    }),
  ),
}
const centos = (release: string): CatalogueRelease => ({
  ...releaseOf(release, 'amd64'),
  os: 'centos',
  version: release,
  lts: false,
})
const offer = {
  releases: [
    releaseOf('focal', 'amd64'),
    jammy,
    releaseOf('noble', 'amd64', 'arm64'),
    centos('7'),
    centos('9'),
  ],
}

const wanting = (part: Partial<FileSelection>): FileSelection => ({ ...selecting('jammy', 'amd64'), ...part })
const lost = (wanted: FileSelection, filtered = true) =>
  partsNotOffered(wanted, offer, filtered).map(({ part, name, nearest }) => `${part} ${name} → ${nearest}`)

test.each<[string, FileSelection, string[]]>([
  ['everything is offered', wanting({}), []],
  ['* is always offered', wanting({ arches: ['*'] }), []],
  ['a kernel and an older name for it', wanting({ subarches: ['hwe-22.04', 'generic'] }), []],
  ['a label', wanting({ labels: ['stable'] }), []],
  ['an architecture of the same machines', wanting({ arches: ['amd64', 'i386'] }), ['arch i386 → amd64']],
  ['another name of an architecture', wanting({ arches: ['aarch64'] }), ['arch aarch64 → arm64']],
  ['an architecture without a relative', wanting({ arches: ['s390x'] }), ['arch s390x → null']],
  ['a property name of all objects', wanting({ arches: ['constructor'] }), ['arch constructor → null']],
  ['a relative that is not offered', { ...selecting('focal', 'armhf') }, ['arch armhf → null']],
  ['the closest kernel of its kind', wanting({ subarches: ['hwe-20.04'] }), ['kernel hwe-20.04 → hwe-22.04']],
  ['the newer of two as close', wanting({ subarches: ['hwe-23.04'] }), ['kernel hwe-23.04 → hwe-24.04']],
  [
    'an edge kernel is another kind',
    wanting({ subarches: ['hwe-24.04-edge'] }),
    ['kernel hwe-24.04-edge → hwe-22.04-edge'],
  ],
  [
    'a kind that is not offered means all kernels',
    wanting({ subarches: ['lowlatency'] }),
    ['kernel lowlatency → *'],
  ],
  ['the only label', wanting({ labels: ['candidate'] }), ['label candidate → stable']],
  [
    'a release, by the version of its kernels',
    wanting({ release: 'impish', subarches: ['ga-21.10'] }),
    ['release impish → jammy'],
  ],
  ['an LTS for an LTS', wanting({ release: 'bionic', subarches: ['ga-18.04'] }), ['release bionic → focal']],
  ['a release of no known version: the newest LTS', wanting({ release: 'zesty' }), ['release zesty → noble']],
  [
    'a release with the architecture',
    wanting({ release: 'bionic', arches: ['arm64'], subarches: ['ga-18.04'] }),
    ['release bionic → jammy'],
  ],
  [
    'a release that is a number: the newer of two',
    { ...selecting('8', 'amd64'), os: 'centos' },
    ['release 8 → 9'],
  ],
  ['all architectures of a release', { ...selecting('8', '*'), os: 'centos' }, ['release 8 → 9']],
  ['an OS that the source does not have', { ...selecting('15', 'amd64'), os: 'suse' }, ['release 15 → null']],
  [
    'a release for no architecture of the source',
    wanting({ release: 'zesty', arches: ['s390x'] }),
    ['release zesty → null'],
  ],
])('%s', (_, wanted, expected) => {
  expect(lost(wanted)).toEqual(expected)
})

test('MAAS 3.8 ignores kernels and labels, so only architectures count', () => {
  expect(lost(wanting({ arches: ['i386'], subarches: ['ga-10.04'], labels: ['x'] }), false)).toEqual([
    'arch i386 → amd64',
  ])
})
