import { describe, expect, test } from 'vitest'
import { endsAllImports, refusals, warningsFor } from './concerns.ts'
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
  const old = warning({ maas: 'to-3.7', effect: 'advises', message: 'old' })
  const recent = warning({ maas: 'from-3.8', effect: 'refuses', message: 'recent' })
  const all = warning({ effect: 'ignores', message: 'all' })

  test.each([
    ['3.5.13', ['all', 'old'], ['recent']],
    ['3.7.3', ['all', 'old'], ['recent']],
    ['3.8.0', ['recent', 'all'], ['old']],
    ['unknown', ['recent', 'all', 'old'], []],
  ])('of MAAS %s come first, the gravest before the others', (version, ours, others) => {
    const told = warningsFor([old, recent, all], version)
    expect(told.map(({ message }) => message)).toEqual([...ours, ...others])
    expect(told.filter(({ ours: is }) => is)).toHaveLength(ours.length)
  })

  test('that refuse, and a signature that MAAS refuses, stop this MAAS only', () => {
    const region = { accepts: false, message: 'No public key.' }
    const refused = { signature: { region }, warnings: [recent, all] }
    expect(refusals(refused, '3.8.0')).toEqual(['No public key.', 'recent'])
    expect(refusals(refused, '3.7.3')).toEqual(['No public key.'])
    expect(
      refusals({ signature: { region: { accepts: null, message: 'Who knows.' } }, warnings: [] }, '3.5.13'),
    ).toEqual([])
  })
})

describe('the imports of all sources', () => {
  const good = { region: { accepts: true, message: '' } }
  const refused = { region: { accepts: false, message: 'No public key.' } }
  const unknown = { region: { accepts: null, message: '' } }
  const fatal = warning({ maas: 'to-3.7', effect: 'ends-imports' })
  const refusing = warning({ maas: 'any', effect: 'refuses' })

  test.each([
    ['a source that MAAS cannot read', good, [fatal], '3.7.3', true],
    ['a signature that MAAS refuses', refused, [], '3.5.13', true],
    ['a signature that only MAAS can check', unknown, [], '3.5.13', false],
    ['a source that MAAS reads and finds nothing in', good, [refusing], '3.7.3', false],
    ['in MAAS 3.8, where sources fail one by one, a source', refused, [fatal], '3.8.0', false],
    ['where the version is not known, a source', good, [fatal], 'unknown', true],
  ])('%s ends them', (_, signature, warnings, version, ends) => {
    expect(endsAllImports({ signature, warnings }, version)).toBe(ends)
  })
})
