import { emptyCatalogue } from './contract-fixtures.ts'
import type { CatalogueRelease, RegionAnswer } from '#contract/gateway.ts'

/* The Ubuntu releases in the streams of the test region, and the gateway's data about the region. */

const VERSIONS: Record<string, string> = { jammy: '22.04', noble: '24.04', focal: '20.04' }

/** An Ubuntu release with one kernel for each architecture. */
export const releaseOf = (name: string, ...arches: string[]): CatalogueRelease => ({
  os: 'ubuntu',
  release: name,
  title: name,
  codename: '',
  lts: true,
  version: VERSIONS[name] ?? '18.10',
  supportEol: null,
  arches: arches.map((arch) => ({
    arch,
    label: 'stable',
    version: '20260901',
    kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic' }],
    files: [[100, [0]]],
  })),
})

export const OFFERED = emptyCatalogue({
  releases: [
    releaseOf('jammy', 'amd64'),
    releaseOf('noble', 'amd64', 'arm64'),
    releaseOf('focal', 'amd64', 'arm64'),
  ],
})

export const aRegionAnswer = (version = '3.5.13'): RegionAnswer => ({
  id: 'region-1',
  version,
  embedded: true,
  user: { username: 'admin', admin: true },
  sources: [],
  config: { autoImport: true, commissioningRelease: 'jammy', defaultOs: 'ubuntu', defaultRelease: 'jammy' },
  sync: { lastStarted: null },
  notifications: [],
})
