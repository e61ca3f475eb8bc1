import { describe, expect, test } from 'vitest'
import {
  chosenKernels,
  isAbsent,
  newestKernelVersion,
  productOf,
  versionsOf,
  wantedKernels,
} from './wanted-kernels.ts'

const offer = {
  label: 'stable',
  version: '2',
  kernels: [
    { name: 'ga-24.04', subarch: 'ga-24.04' },
    { name: 'hwe-24.04', subarch: 'hwe-24.04' },
    { name: 'hwe-24.04-lowlatency', subarch: 'hwe-24.04', label: 'candidate' },
  ],
  kernelsFor: { generic: [0], 'ga-22.04': [0, 1] },
}

test.each<[string, string[], string[], boolean, number[]]>([
  ['* is every kernel', ['*'], ['*'], true, [0, 1, 2]],
  ['a subarch selects all its flavors', ['hwe-24.04'], ['*'], true, [1, 2]],
  ['generic is the kernel that the source names for it', ['generic'], ['*'], true, [0]],
  ['a subarch that a kernel supports selects it', ['ga-22.04'], ['*'], true, [0, 1]],
  ['a subarch that the source lacks selects nothing', ['hwe-26.04'], ['*'], true, []],
  ['a label selects the kernels that have it', ['*'], ['candidate'], true, [2]],
  ['kernels without their own label have the label of the image', ['*'], ['stable'], true, [0, 1]],
  ['a label that the source lacks selects nothing', ['*'], ['daily'], true, []],
  [
    'property names that every object has are names like any other',
    ['constructor', 'toString'],
    ['*'],
    true,
    [],
  ],
  ['from 3.8 MAAS imports every kernel', ['ga-24.04'], ['daily'], false, [0, 1, 2]],
])('%s', (_, subarches, labels, filtered, expected) => {
  expect([...wantedKernels(offer, { subarches, labels }, filtered)]).toEqual(expected)
})

describe('a kernel with two labels', () => {
  const STABLE = { version: '1' }
  const CANDIDATE = { label: 'candidate' }
  /** The stream lists them in this order. */
  const twice = (...labels: object[]) => ({
    label: 'stable',
    version: '2',
    kernels: labels.map((more) => ({ name: 'ga-24.04', subarch: 'ga-24.04', ...more })),
  })

  test.each<[string, object[], string[], boolean, number[], string]>([
    ['the last one counts', [STABLE, CANDIDATE], ['*'], true, [1], '2'],
    ['the last one counts, also in the other order', [CANDIDATE, STABLE], ['*'], true, [1], '1'],
    ['the last one counts when both are named', [CANDIDATE, STABLE], ['candidate', 'stable'], true, [1], '1'],
    ['the selected one counts, and it is the first', [STABLE, CANDIDATE], ['stable'], true, [0], '1'],
    ['the selected one counts, and it is the last', [STABLE, CANDIDATE], ['candidate'], true, [1], '2'],
    ['the selected one counts, in the other order', [CANDIDATE, STABLE], ['candidate'], true, [0], '2'],
    ['a label that no kernel has selects none', [STABLE, CANDIDATE], ['daily'], true, [], ''],
    [
      'from 3.8 the last one counts, whatever labels are named',
      [STABLE, CANDIDATE],
      ['stable'],
      false,
      [1],
      '2',
    ],
  ])('%s', (_, order, labels, filtered, expected, version) => {
    const listed = twice(...order)
    const wanted = wantedKernels(listed, { subarches: ['*'], labels }, filtered)
    expect([...wanted]).toEqual(expected)
    expect(newestKernelVersion(listed, wanted)).toBe(version)
  })

  test('both are read', () => {
    const filter = { subarches: ['ga-24.04'], labels: ['*'] }
    expect([...chosenKernels(twice(STABLE, CANDIDATE), filter, true)]).toEqual([0, 1])
  })
})

test.each([
  ['an image without missing files', undefined, ['*'], false],
  ['an image with missing files', true, ['stable'], true],
  ['the label whose files are missing', ['candidate'], ['candidate'], true],
  ['another label', ['candidate'], ['stable'], false],
  ['all labels', ['candidate'], ['*'], true],
] as const)('an import fails for lack of a file: %s', (_, absent, labels, expected) => {
  expect(isAbsent({ absent }, labels)).toBe(expected)
})

test.each<[rule: string, kernel: object, product: string]>([
  [
    'the product that the source names',
    { product: 'com.ubuntu:noble', label: 'candidate' },
    'com.ubuntu:noble',
  ],
  ['without it, its name and its own label', { label: 'candidate' }, 'ga-24.04 candidate'],
  ['without both, its name and the label of its image', {}, 'ga-24.04 stable'],
])('MAAS up to 3.7 identifies a kernel by %s', (_, more, product) => {
  expect(productOf({ label: 'stable' }, { name: 'ga-24.04', subarch: 'ga-24.04', ...more })).toBe(product)
})

test.each<[rule: string, kernel: object, versions: string[]]>([
  ['its own version and the older ones', { version: '3', older: ['2', '1'] }, ['3', '2', '1']],
  ['the version of its image where it has none of its own', { older: ['1'] }, ['2', '1']],
  ['only the newest where the source lists no older ones', { version: '3' }, ['3']],
])('versions of a kernel: %s', (_, more, versions) => {
  expect(versionsOf({ version: '2' }, { name: 'ga-24.04', subarch: 'ga-24.04', ...more })).toEqual(versions)
})

test('an image is incomplete when any of its wanted labels lacks files', () => {
  expect(isAbsent({ absent: ['stable', 'candidate'] }, ['candidate'])).toBe(true)
})

test('wanted kernels keep the order of the offer, also when a later label fills an earlier kernel', () => {
  const kernels = [
    { name: 'ga', subarch: 'ga' },
    { name: 'hwe', subarch: 'hwe' },
    { name: 'ga', subarch: 'ga', label: 'candidate' },
    { name: 'edge', subarch: 'edge' },
  ]
  const everything = { subarches: ['*'], labels: ['*'] }
  expect([...wantedKernels({ label: 'stable', version: '2', kernels }, everything, true)]).toEqual([1, 2, 3])
})
