import { describe, expect, test } from 'vitest'
import { capabilitiesOf, isMadeFor } from './maas-version.ts'

describe('the importer changed with MAAS 3.8, not before', () => {
  test.each([
    ['2.9.2', 'to-3.7'],
    ['3.4.9', 'to-3.7'],
    ['3.5.13', 'to-3.7'],
    ['3.7.0~beta1', 'to-3.7'],
    ['3.7.3', 'to-3.7'],
    ['3.8.0~beta6', 'from-3.8'],
    ['MAAS 3.8', 'from-3.8'],
    ['3.10.1', 'from-3.8'],
    ['4.0', 'from-3.8'],
  ] as const)('MAAS %s reads streams as %s', (version, reader) => {
    const recent = reader === 'from-3.8'
    expect(capabilitiesOf(version)).toMatchObject({
      known: true,
      reader,
      filtersKernels: !recent,
      ranksSources: recent,
      mayDropCommissioning: recent,
      syncsSelections: recent,
      failsOnKeyringData: recent,
      logsImports: !recent,
      titlesImages: !recent,
      namesPermissions: recent,
      stripsCustom: !recent,
    })
  })

  test.each(['', 'unknown'])('a version "%s" gets the cautious answer for every capability', (version) => {
    expect(capabilitiesOf(version)).toEqual({
      known: false,
      reader: 'to-3.7',
      filtersKernels: false,
      ranksSources: false,
      releaseOfAdded: null,
      mayDropCommissioning: false,
      namesCommissioning: false,
      copiesToRacks: false,
      copiesToRegions: false,
      fetchesReplaced: true,
      takesFirstListed: false,
      keepsPartialFiles: true,
      limitsDownloads: false,
      proxiesFiles: false,
      syncsSelections: false,
      failsOnKeyringData: false,
      logsImports: false,
      titlesImages: false,
      zonesTimes: false,
      namesPermissions: false,
      knowsOracleLinux: true,
      stripsCustom: true,
      fullDisk: 'dies',
    })
  })
})

test.each([
  ['3.4.9', true],
  ['3.5.0', false],
  ['unknown', false],
])('racks of MAAS %s hold copies of the images: %s', (version, copies) => {
  expect(capabilitiesOf(version).copiesToRacks).toBe(copies)
})

test.each([
  ['3.4.9', false],
  ['3.5.0', true],
  ['3.7.3', true],
])('MAAS %s downloads a file that another one replaces: %s', (version, both) => {
  expect(capabilitiesOf(version).fetchesReplaced).toBe(both)
})

test.each([
  ['3.4.10', false],
  ['3.5.0', true],
  ['3.7.3', true],
  ['3.8.0', false],
])('MAAS %s keeps half-downloaded files when an import is stopped: %s', (version, keeps) => {
  expect(capabilitiesOf(version).keepsPartialFiles).toBe(keeps)
})

test.each([
  ['3.4.10', false],
  ['3.5.0', true],
  ['3.7.3', true],
  ['3.8.0', false],
])('MAAS %s ends downloads after two hours: %s', (version, limits) => {
  expect(capabilitiesOf(version).limitsDownloads).toBe(limits)
})

test.each([
  ['3.5.13', false],
  ['3.6.0', true],
  ['3.8.0', true],
])('times of MAAS %s end in Z: %s', (version, zoned) => {
  expect(capabilitiesOf(version).zonesTimes).toBe(zoned)
})

test.each([
  ['3.3.9', false],
  ['3.4.0', true],
  ['3.5.13', true],
  ['3.6.0~beta1-17300-g.0123abcd', true],
  ['3.8.0', true],
  ['3.9.0', false],
  ['4.0.0', false],
  ['unknown', false],
])('this page supports MAAS %s: %s', (version, made) => {
  expect(isMadeFor(version)).toBe(made)
})

test.each([
  ['3.4.9', false, 'database'],
  ['3.5.0', true, 'dies'],
  ['3.7.3', true, 'dies'],
  ['3.8.0', true, 'loses'],
] as const)('MAAS %s: Oracle Linux as a base %s, an upload to a full disk %s', (version, oracle, full) => {
  expect(capabilitiesOf(version)).toMatchObject({ knowsOracleLinux: oracle, fullDisk: full })
})

test.each([
  ['3.4.9', false],
  ['3.5', true],
  ['3.5.8', true],
  ['3.5.9', false],
  ['3.5.13', false],
  ['3.6.2', true],
  ['3.6.3', false],
  ['3.7.0', false],
  ['3.8.0', false],
  ['unknown', false],
])('MAAS %s uses its proxy for image files in spite of boot_images_no_proxy: %s', (version, proxies) => {
  expect(capabilitiesOf(version).proxiesFiles).toBe(proxies)
})
