import { expect, test } from 'vitest'
import { aFileSource, selecting } from '#testing/selection-files.ts'
import type { FileSource } from '#contract/selection-file.ts'
import { compareSources, isAlike, onTheRight } from './compare-files.ts'

const A = 'http://a.example.com/'
const B = 'http://b.example.com/'
const C = 'http://c.example.com/'
const source = (url: string, part: Partial<FileSource> = {}) => aFileSource({ url, ...part })

/** `left=right` for each pair, with what moved. */
const pairs = (left: FileSource[], right: FileSource[]) =>
  compareSources(left, right).map(
    ({ pair, moved }) => `${pair.left?.url ?? '-'} ${pair.right?.url ?? '-'}${moved ? ` ${moved}` : ''}`,
  )

test.each<[string, FileSource[], FileSource[], string[]]>([
  ['the same address', [source(A)], [source(A)], [`${A} ${A}`]],
  ['a slash at the end does not count', [source(A)], [source(A.slice(0, -1))], [`${A} ${A.slice(0, -1)}`]],
  ['one source each', [source(A)], [source(B)], [`${A} ${B} address`]],
  [
    'the one that is left over',
    [source(A), source(B)],
    [source(B), source(C)],
    [`${A} ${C} address`, `${B} ${B}`],
  ],
  ['several are left over', [source(A)], [source(B), source(C)], [`${A} -`, `- ${B}`, `- ${C}`]],
  ['only on the left', [source(A), source(B)], [source(B)], [`${A} -`, `${B} ${B}`]],
  ['no source in the region', [], [source(B)], [`- ${B}`]],
  [
    'another keyring',
    [source(A)],
    [source(A, { keyring_filename: '', keyring_data: 'mQIN' })],
    [`${A} ${A} keyring`],
  ],
  [
    'line breaks in a keyring do not count',
    [source(A, { keyring_filename: '', keyring_data: 'mQ\nIN\n' })],
    [source(A, { keyring_filename: '', keyring_data: 'mQIN' })],
    [`${A} ${A}`],
  ],
])('sources are compared in pairs: %s', (_, left, right, expected) => {
  expect(pairs(left, right)).toEqual(expected)
})

test('releases differ by what they select, in the order of their names', () => {
  const [comparison] = compareSources(
    [
      source(A, {
        selections: [
          selecting('noble', 'amd64', 'arm64'),
          selecting('jammy', 'amd64'),
          selecting('focal', 'amd64'),
        ],
      }),
    ],
    [
      source(A, {
        selections: [
          selecting('noble', 'arm64', 'amd64'),
          selecting('focal', 'arm64'),
          selecting('bionic', '*'),
        ],
      }),
    ],
  )
  expect(comparison?.alike).toBe(1)
  expect(
    comparison?.differences.map(({ release, left, right }) => [
      release,
      left?.arches ?? null,
      right?.arches ?? null,
    ]),
  ).toEqual([
    ['bionic', null, ['*']],
    ['focal', ['amd64'], ['arm64']],
    ['jammy', ['amd64'], null],
  ])
})

test.each<[string, FileSource[], boolean]>([
  ['the same', [source(A)], true],
  ['another address', [source(B)], false],
  ['another keyring', [source(A, { keyring_filename: '/b.gpg' })], false],
  ['another selection', [source(A, { selections: [] })], false],
  ['one more source', [source(A), source(B)], false],
])('%s: alike %s', (_, right, alike) => {
  expect(isAlike(compareSources([source(A)], right))).toBe(alike)
})

test('a source that only the left side has is left out of what an import changes', () => {
  const selections = [selecting('noble', 'amd64')]
  const comparison = compareSources([source(A, { selections }), source(B)], [source(B), source(C)])
  const changed = compareSources([source(A, { selections }), source(B)], [source(B)])
  expect(onTheRight(changed).map(({ pair }) => pair.left?.url)).toEqual([B])
  expect(onTheRight(comparison)).toEqual(comparison)
})
