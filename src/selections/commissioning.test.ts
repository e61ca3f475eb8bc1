import { expect, test } from 'vitest'
import { isCommissioning } from './commissioning.ts'

test.each<[os: string, release: string, commissioningRelease: string, is: boolean]>([
  ['ubuntu', 'noble', 'noble', true],
  ['ubuntu', 'jammy', 'noble', false],
  ['centos', 'noble', 'noble', false],
  ['ubuntu', '', '', false],
])('%s/%s, where MAAS commissions with “%s”: %s', (os, release, commissioningRelease, is) => {
  expect(isCommissioning({ os, release }, commissioningRelease)).toBe(is)
})
