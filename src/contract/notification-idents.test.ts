import { expect, test } from 'vitest'
import { isAboutImages, isImportFailure } from './notification-idents.ts'

test.each([
  ['Image importer', true, true],
  ['Image synchronization', true, true],
  ['bootresources_export_from_db', true, true],
  ['maas-import-pxe-files script', true, true],
  ['Image manifest fetcher (boot source 2)', true, true],
  ['Sync selection 12', true, true],
  ['Selection availability 12', true, true],
  ['Boot sources availability', false, true],
  ['commissioning_series_unselected', false, true],
  ['commissioning_series_unavailable', false, true],
  ['dhcp_disabled_all_vlans', false, false],
  [null, false, false],
])('%s', (ident, fails, concerns) => {
  expect(isImportFailure(ident)).toBe(fails)
  expect(isAboutImages(ident)).toBe(concerns)
})
