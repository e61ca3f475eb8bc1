import { describe, expect, test } from 'vitest'
import { refusals, warningsFor } from './concerns.ts'
import type { StreamWarning } from './region-warnings.ts'

const warning = (part: Partial<StreamWarning>): StreamWarning => ({
  maas: 'any',
  effect: 'ignores',
  message: 'A reason.',
  names: [],
  count: 1,
  ...part,
})
describe('warnings', () => {
  const old = warning({ maas: 'to-3.6', effect: 'advises', message: 'old' })
  const recent = warning({ maas: 'from-3.7', effect: 'refuses', message: 'recent' })
  const all = warning({ effect: 'ignores', message: 'all' })

  test.each([
    ['3.5.13', ['all', 'old'], ['recent']],
    ['3.7.0', ['recent', 'all'], ['old']],
    ['unknown', ['recent', 'all', 'old'], []],
  ])('of MAAS %s come first, the gravest before the others', (version, ours, others) => {
    const told = warningsFor([old, recent, all], version)
    expect(told.map(({ message }) => message)).toEqual([...ours, ...others])
    expect(told.filter(({ ours: is }) => is)).toHaveLength(ours.length)
  })

  test('that refuse, and a signature that MAAS refuses, stop this MAAS only', () => {
    const region = { accepts: false, message: 'No public key.' }
    const refused = { signature: { region }, warnings: [recent, all] }
    expect(refusals(refused, '3.7.0')).toEqual(['No public key.', 'recent'])
    expect(refusals(refused, '3.5.13')).toEqual(['No public key.'])
    expect(
      refusals({ signature: { region: { accepts: null, message: 'Who knows.' } }, warnings: [] }, '3.5.13'),
    ).toEqual([])
  })
})
