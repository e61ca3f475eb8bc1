import { describe, expect, test } from 'vitest'
import { Refusal } from '#gateway/refusal.ts'
import { resourceIn } from './resource-detail.ts'

const ROW = '"id": 15, "type": "Uploaded", "name": "custom-1", "architecture": "amd64/generic"'
const set = (version: string, files = '{}') =>
  `{"version": "${version}", "label": "uploaded", "size": 0, "complete": false, "files": ${files}}`
const answer = (...parts: string[]) => `{${[ROW, ...parts].join(', ')}}`
const setsOf = (...versions: string[]) =>
  `"sets": {${versions.map((version) => `"${version}": ${set(version)}`).join(', ')}}`
const versionsIn = (text: string) => resourceIn(text).sets.map(({ version }) => version)

// as in the recorded answers of 3.5.13, of which the newest version comes first
test.each<[string, string[], string[]]>([
  ['an upload that replaced one of the same day', ['20261123.1', '20261123'], ['20261123', '20261123.1']],
  ['ten uploads of one day', ['20261123.10', '20261123.9'], ['20261123.9', '20261123.10']],
  ['an older version after a newer one', ['20260601', '20260722'], ['20260722', '20260601']],
  [
    'an older one after two newer ones',
    ['20260601', '20260722.1', '20260722'],
    ['20260722', '20260722.1', '20260601'],
  ],
  ['one version', ['20260722'], ['20260722']],
  ['no version', [], []],
])('versions are in the order in which MAAS created them: %s', (_, written, expected) => {
  expect(versionsIn(answer(setsOf(...written)))).toEqual(expected)
})

describe('hostile answers', () => {
  test.each([
    [
      'keys of other objects',
      answer('"files": {"9": 1, "1": 2}', setsOf('2', '1'), '"more": {"3": {}}'),
      ['1', '2'],
    ],
    [
      'keys inside versions',
      answer(`"sets": {"3": ${set('3', '{}')}, "1": {"7": {"sets": {"8": 1}}, ${set('1').slice(1)}}`),
      ['1', '3'],
    ],
    ['the sets twice', answer(setsOf('7', '5'), setsOf('1', '3', '2')), ['2', '3', '1']],
    ['a version twice', answer(setsOf('2', '1', '2')), ['1', '2']],
    ['escaped keys', answer(`"sets": {"\\u0032": ${set('2')}, "1": ${set('1')}}`), ['1', '2']],
    ['names of JavaScript', answer(setsOf('2', '__proto__', 'constructor', '1')), ['1', 'constructor', '2']],
  ])('%s do not mix up the order', (_, text, expected) => {
    expect(versionsIn(text)).toEqual(expected)
  })

  test.each([
    ['a list', '"sets": []'],
    ['a list of versions', `"sets": [${set('1')}]`],
    ['nothing', '"sets": null'],
    ['a number among versions', '"sets": {"2": {}, "1": 1}'],
    ['keys of JavaScript instead of versions', '"sets": {"2": {"__proto__": 1}, "1": {}}'],
  ])('%s instead of the versions is refused', (_, sets) => {
    expect(() => resourceIn(answer(sets))).toThrow(Refusal)
  })

  test('a hundred thousand versions, and deep nesting, are read in one pass', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => String(200_000 - index))
    const deep = `"deep": ${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const began = performance.now()
    expect(versionsIn(answer(deep, setsOf(...many)))).toEqual(many.toReversed())
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
