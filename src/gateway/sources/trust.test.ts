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
])('the verdict for a source with files that are %j is %s', (verdicts, worst) => {
  const [first, ...rest] = verdicts.map((verdict) => signature(verdict))
  if (!first) throw new Error('no case')
  expect(trustOf([first, ...rest]).verdict).toBe(worst)
})

test.each([
  [[true, true], true],
  [[true, null], null],
  [[null, false, true], false],
] as const)('when MAAS accepts the files as %j, it accepts the source as %s', (said, of) => {
  const [first, ...rest] = said.map((accepts) => signature('valid', accepts))
  if (!first) throw new Error('no case')
  expect(trustOf([first, ...rest]).region.accepts).toBe(of)
})

test('MAAS accepts a source that it does not verify, by its address or by its settings', () => {
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
] as const)('with the keyring state %s a signed file is %s', (state, verdict, accepts) => {
  const keyring = { state, form: null, message: 'Why it is so.', keys: [], data: null }
  const given = withoutKeyring(keyring)
  expect(given).toMatchObject({ verdict, region: { accepts } })
  expect(given.message).toContain('Why it is so.')
})
