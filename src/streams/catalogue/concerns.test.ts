import { describe, expect, test } from 'vitest'
import {
  endsAllImports,
  impactOf,
  impactText,
  refusals,
  refusingWarnings,
  warningsFor,
  type Impact,
} from './concerns.ts'
import { UNSIGNED_FILES, type StreamWarning } from '#streams/simplestreams/region-warnings.ts'

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
  ])('warnings about MAAS %s come first, the most severe before the others', (version, ours, others) => {
    const sorted = warningsFor([old, recent, all], version)
    expect(sorted.map(({ message }) => message)).toEqual([...ours, ...others])
    expect(sorted.filter(({ ours: is }) => is)).toHaveLength(ours.length)
  })

  test('refusals, also of a signature, stop only the version of MAAS that they concern', () => {
    const region = { accepts: false, message: 'No public key.' }
    const refused = { signature: { region }, warnings: [recent, all] }
    expect(refusals(refused, '3.8.0')).toEqual(['No public key.', 'recent'])
    expect(refusals(refused, '3.7.3')).toEqual(['No public key.'])
    expect(
      refusals(
        { signature: { region: { accepts: null, message: 'Only MAAS can check it.' } }, warnings: [] },
        '3.5.13',
      ),
    ).toEqual([])
  })
})

describe('all imports', () => {
  const good = { region: { accepts: true, message: '' } }
  const refused = { region: { accepts: false, message: 'No public key.' } }
  const unknown = { region: { accepts: null, message: '' } }
  const fatal = warning({ maas: 'to-3.7', effect: 'ends-imports' })
  const refusing = warning({ maas: 'any', effect: 'refuses' })

  test.each([
    ['a source that MAAS cannot read', good, [fatal], '3.7.3', true],
    ['a signature that MAAS refuses', refused, [], '3.5.13', true],
    ['a signature that only MAAS can check', unknown, [], '3.5.13', false],
    ['a source that MAAS reads, but that offers nothing', good, [refusing], '3.7.3', false],
    ['in MAAS 3.8, where sources fail one by one, a source', refused, [fatal], '3.8.0', false],
    ['if the version is not known, a source', good, [fatal], 'unknown', true],
  ])('%s ends all imports', (_, signature, warnings, version, ends) => {
    expect(endsAllImports({ signature, warnings }, version)).toBe(ends)
  })
})

test('a reason that two readers share is listed once if the version is not known', () => {
  const reason = { message: 'An LXD server.', names: [] }
  const warnings = [
    warning({ maas: 'to-3.7', effect: 'ends-imports', ...reason }),
    warning({ maas: 'from-3.8', effect: 'refuses', ...reason }),
  ]
  const source = { signature: { region: { accepts: true, message: '' } }, warnings }
  expect(refusingWarnings(source, 'unknown')).toHaveLength(1)
  expect(refusals(source, '3.7.3')).toEqual(['An LXD server.'])
})

test('a reason that the signature shares with a warning is listed once', () => {
  const signature = { region: { accepts: false, message: UNSIGNED_FILES } }
  const warnings = [warning({ maas: 'from-3.8', effect: 'refuses', message: UNSIGNED_FILES })]
  expect(refusals({ signature, warnings }, '3.8.0')).toEqual([UNSIGNED_FILES])
})

describe('the impact of a saved source on imports', () => {
  const signature = { region: { accepts: true, message: '' } }
  const sound = { signature, warnings: [] }
  const fatal = {
    signature,
    warnings: [
      warning({ maas: 'to-3.7', effect: 'ends-imports' }),
      warning({ maas: 'from-3.8', effect: 'refuses' }),
    ],
  }
  const empty = { signature, warnings: [warning({ maas: 'any', effect: 'refuses' })] }
  const untrusted = { signature: { region: { accepts: false, message: 'No key.' } }, warnings: [] }
  const unsigned = {
    signature,
    warnings: [warning({ maas: 'to-3.7', effect: 'ends-imports', message: UNSIGNED_FILES })],
  }

  const unsignedToo = { signature, warnings: [...fatal.warnings, ...unsigned.warnings] }

  test.each<[string, Parameters<typeof impactOf>, Impact | null]>([
    ['a valid source', [sound, true, '3.7.3'], null],
    ['a source that MAAS 3.7 cannot read', [fatal, true, '3.7.3'], 'stops-all'],
    [
      'unsigned files of a signed index, which MAAS 3.7 shows',
      [unsigned, true, '3.7.3'],
      'stops-all-reported',
    ],
    ['the same after a fault that MAAS 3.7 finds first', [unsignedToo, true, '3.7.3'], 'stops-all'],
    ['the same with MAAS 3.8', [fatal, true, '3.8.0'], 'fails-alone'],
    ['the same with an unknown version', [fatal, true, 'unknown'], 'stops-all'],
    ['a signature that MAAS 3.4 refuses', [untrusted, true, '3.4.9'], 'stops-all'],
    ['a signature that MAAS 3.8 refuses', [untrusted, true, '3.8.0'], 'fails-alone'],
    ['a source without images', [empty, true, '3.7.3'], 'fails-alone'],
    ['a source that was never read, with MAAS 3.7', [null, false, '3.7.3'], 'may-stop-all'],
    ['a source that was never read, with MAAS 3.8', [null, false, '3.8.0'], 'may-fail-alone'],
    ['a source that is still being read', [null, true, '3.7.3'], null],
    ['a source that was valid and cannot be read now', [sound, false, '3.7.3'], 'may-stop-all'],
    ['a source that was refused and cannot be read now', [fatal, false, '3.7.3'], 'stops-all'],
  ])('%s', (_, given, impact) => {
    expect(impactOf(...given)).toBe(impact)
  })

  const READS =
    'MAAS up to 3.7 reads all sources before it downloads anything. It cannot read this one, so it imports nothing'
  test.each<[Impact, number, string]>([
    ['stops-all', 0, `${READS} and shows no message.`],
    ['stops-all', 1, `${READS} and shows no message. Your other source is affected too.`],
    ['stops-all', 2, `${READS} and shows no message. Your other 2 sources are affected too.`],
    ['stops-all-reported', 1, `${READS}. Your other source is affected too.`],
    ['fails-alone', 0, 'MAAS imports nothing from this source.'],
    ['fails-alone', 1, 'MAAS imports nothing from this source. Other sources are not affected.'],
    ['may-stop-all', 0, 'If MAAS cannot read this source either, it imports nothing.'],
    ['may-stop-all', 1, 'If MAAS cannot read this source either, it imports nothing from any source.'],
    ['may-fail-alone', 0, 'If MAAS cannot read this source either, it imports nothing from it.'],
    [
      'may-fail-alone',
      2,
      'If MAAS cannot read this source either, it imports nothing from it. Other sources are not affected.',
    ],
  ])('%s with %i other sources reads: %s', (impact, others, text) => {
    expect(impactText(impact, others)).toBe(text)
  })
})
