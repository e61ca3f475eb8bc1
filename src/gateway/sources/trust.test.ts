import { expect, test } from 'vitest'
import type { CatalogueSignature } from '#contract/gateway.ts'
import { trustOf, unsignedByAddress, withoutKeyring, withoutVerification } from './trust.ts'

type Verdict = CatalogueSignature['verdict']
const signature = (verdict: Verdict, accepts: boolean | null = true): CatalogueSignature => ({
  verdict,
  message: verdict,
  signer: null,
  fingerprint: null,
  known: null,
  region: { accepts, message: `${verdict} ${accepts}` },
})

test.each<[Verdict[], Verdict]>([
  [['valid', 'valid'], 'valid'],
  [['valid', 'unchecked'], 'unchecked'],
  [['unchecked', 'unsigned'], 'unsigned'],
  [['unsigned', 'expired'], 'expired'],
  [['expired', 'weak', 'valid'], 'weak'],
  [['weak', 'revoked'], 'revoked'],
  [['revoked', 'unknown-key'], 'unknown-key'],
  [['bad', 'unknown-key', 'valid'], 'bad'],
])('of files that are %j the source is %s', (verdicts, worst) => {
  const [first, ...rest] = verdicts.map((verdict) => signature(verdict))
  if (!first) throw new Error('no case')
  expect(trustOf([first, ...rest]).verdict).toBe(worst)
})

test.each([
  [[true, true], true],
  [[true, null], null],
  [[null, false, true], false],
] as const)('where MAAS says %j of the files, it says %s of the source', (said, of) => {
  const [first, ...rest] = said.map((accepts) => signature('valid', accepts))
  if (!first) throw new Error('no case')
  expect(trustOf([first, ...rest]).region.accepts).toBe(of)
})

test('MAAS takes what the address or the source frees from verification', () => {
  expect(unsignedByAddress()).toMatchObject({ verdict: 'unsigned', region: { accepts: true } })
  expect(withoutVerification(signature('bad', false))).toMatchObject({
    verdict: 'bad',
    region: { accepts: true },
  })
})

test.each([
  ['elsewhere', 'unchecked', null],
  ['none', 'unknown-key', false],
  ['unreadable', 'unchecked', null],
] as const)('with a keyring that is %s a signed file is %s', (state, verdict, accepts) => {
  const keyring = { state, form: null, message: 'Why it is so.', keys: [], data: null }
  const given = withoutKeyring(keyring)
  expect(given).toMatchObject({ verdict, region: { accepts } })
  expect(given.message).toContain('Why it is so.')
})
