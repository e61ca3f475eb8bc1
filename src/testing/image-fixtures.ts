import type { Catalogue, CatalogueArch, CatalogueRelease, Image } from '#contract/gateway.ts'
import { emptyCatalogue } from './contract-fixtures.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import { savedFrom } from '#features/images/rules/selection.ts'
import type { Wanted } from '#selections/wanted.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'

/* Small values for the tests of the rules: what a test does not name is unremarkable. */

export const ALL_OF = (...arches: string[]): Wanted => ({ arches, subarches: ['*'], labels: ['*'] })

export const noble: ReleaseId = { sourceId: 1, os: 'ubuntu', release: 'noble' }
export const jammy: ReleaseId = { sourceId: 1, os: 'ubuntu', release: 'jammy' }
export const centos: ReleaseId = { sourceId: 1, os: 'centos', release: '8' }

export const aSource = (id = 1, url = 'http://images.maas.io/ephemeral-v3/stable/'): BootSource => ({
  id,
  url,
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
  created: '2026-11-01T00:00:00',
  updated: '2026-11-01T00:00:00',
})

const aSelection = (id: number, of: ReleaseId, wanted: Wanted): Selection => ({
  id,
  boot_source_id: of.sourceId,
  os: of.os,
  release: of.release,
  arches: [...wanted.arches],
  subarches: [...wanted.subarches],
  labels: [...wanted.labels],
})

/** What a region with these selections answers, and what is saved by it. */
export function aRegion(
  selections: readonly (readonly [ReleaseId, Wanted])[],
  sourceIds: readonly number[] = [1],
) {
  const sources = sourceIds.map((id) => ({
    source: aSource(id, `http://source-${id}.example.com/`),
    selections: selections.flatMap(([of, wanted], index) =>
      of.sourceId === id ? [aSelection(index + 1, of, wanted)] : [],
    ),
  }))
  return { sources, saved: savedFrom(sources) }
}

export const savedOf = (...selections: (readonly [ReleaseId, Wanted])[]): Saved =>
  aRegion(selections, [...new Set(selections.map(([{ sourceId }]) => sourceId))]).saved

export const draftOf = (
  ...entries: readonly (readonly [ReleaseId, base: Wanted | null, wanted: Wanted | null])[]
): Draft => new Map(entries.map(([id, base, wanted]) => [releaseKey(id), { ...id, base, wanted }]))

/** GA and HWE: a squashfs of 300 that both share, kernel and initrd of 100 each. */
export const anOffer = (part: Partial<CatalogueArch> = {}): CatalogueArch => ({
  arch: 'amd64',
  label: 'stable',
  version: '20260901',
  kernels: [
    { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' },
    { name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic' },
  ],
  files: [
    [300, [0, 1]],
    [100, [0]],
    [100, [1]],
  ],
  ...part,
})

type KernelSpec = readonly [name: string, held: string | null, incoming?: string]

export const anImage = (
  kernels: readonly KernelSpec[] = [
    ['ga-24.04', '20260901'],
    ['hwe-24.04', '20260901'],
  ],
  part: Partial<Image> = {},
): Image => ({
  kind: 'synced',
  os: 'ubuntu',
  release: 'noble',
  arch: 'amd64',
  title: 'Ubuntu 24.04 LTS',
  known: true,
  heldBytes: 500,
  incoming: null,
  lastDeployed: null,
  kernels: kernels.map(([name, held, incoming], index) => ({
    id: index + 1,
    name,
    held,
    incoming: incoming === undefined ? null : { version: incoming, progress: 50 },
  })),
  ...part,
})

export const aRelease = (part: Partial<CatalogueRelease> = {}): CatalogueRelease => ({
  os: 'ubuntu',
  release: 'noble',
  title: '24.04 LTS',
  codename: 'Noble Numbat',
  lts: true,
  version: '24.04',
  supportEol: '2029-05-31',
  arches: [anOffer(), anOffer({ arch: 'arm64' })],
  ...part,
})

export const jammyRelease = aRelease({
  release: 'jammy',
  title: '22.04 LTS',
  codename: 'Jammy Jellyfish',
  version: '22.04',
  supportEol: '2027-06-01',
})

export const centosRelease = aRelease({
  os: 'centos',
  release: '8',
  title: 'CentOS 8',
  codename: '',
  lts: false,
  version: '8',
  supportEol: null,
  arches: [
    anOffer({ kernels: [{ name: 'generic', subarch: 'generic', flavour: 'generic' }], files: [[600, [0]]] }),
  ],
})

export const aCatalogue = (releases: CatalogueRelease[], part: Partial<Catalogue> = {}): Catalogue =>
  emptyCatalogue({ releases, ...part })

/** What UEFI machines of amd64 boot first. */
export const grub: Catalogue['bootloaders'][number] = {
  os: 'grub-efi-signed',
  type: 'uefi',
  arch: 'amd64',
  version: '1',
  bytes: 7,
  files: [[7, 'grub']],
}
