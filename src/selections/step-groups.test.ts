import { expect, test } from 'vitest'
import type { BoardStep } from './step-board.ts'
import { groupSteps, pairAt } from './step-groups.ts'

const MARKS = { w: 'waiting', r: 'running', d: 'done', f: 'failed' } as const

/** One pair per mark: in "dr" the first half is done and the second one is running. */
const pairs = (...marks: string[]): BoardStep[] =>
  marks.flatMap((mark, index) =>
    mark.split('').map((letter, half) => ({
      label: `${half === 0 ? 'Delete' : 'Create'} ${index + 1}`,
      kind: half === 0 ? 'delete' : 'create',
      pair: `Make ${index + 1} again`,
      status: MARKS[letter as keyof typeof MARKS],
    })),
  )
const shown = (steps: readonly BoardStep[]) =>
  groupSteps(steps).map(
    ({ label, status, note }) => `${label}: ${status}${note === undefined ? '' : ` (${note})`}`,
  )

test.each<[rule: string, steps: BoardStep[], lines: string[]]>([
  ['a waiting pair is one step', pairs('ww'), ['Make 1 again: waiting']],
  ['a pair is running between its halves', pairs('dw'), ['Make 1 again: running']],
  [
    'a pair is done when both halves are done',
    pairs('dd', 'rw'),
    ['Make 1 again: done', 'Make 2 again: running'],
  ],
  [
    'a failed pair is shown as two steps, other pairs are not',
    pairs('dd', 'df', 'ww'),
    ['Make 1 again: done', 'Delete 2: done', 'Create 2: failed', 'Make 3 again: waiting'],
  ],
  [
    'many pairs are one step with a count',
    pairs('dd', 'dw', 'ww', 'ww'),
    ['Create the selections of 4 releases again: running (1 of 4 done)'],
  ],
  [
    'many pairs are listed separately when one of them failed',
    pairs('dd', 'fw', 'ww', 'ww'),
    [
      'Make 1 again: done',
      'Delete 2: failed',
      'Create 2: waiting',
      'Make 3 again: waiting',
      'Make 4 again: waiting',
    ],
  ],
  ['half a pair is a step of its own', pairs('d', 'd'), ['Delete 1: done', 'Delete 2: done']],
])('%s', (_, steps, lines) => {
  expect(shown(steps)).toEqual(lines)
})

test('a pair shows what its half waits for', () => {
  const [first, second] = pairs('dr')
  const steps = [first, { ...second, note: 'MAAS has not read it.' }] as BoardStep[]
  expect(shown(steps)).toEqual(['Make 1 again: running (MAAS has not read it.)'])
})

test('both steps of a pair have the label of the pair, other steps have none', () => {
  const steps = ['select a', 'delete b', 'select b', 'delete c']
  const recreated = (first: string, second: string) =>
    first.replace('delete', 'select') === second ? second.replace('select ', '') : undefined
  expect(steps.map((_, index) => pairAt(steps, index, recreated))).toEqual([
    undefined,
    'Create the selection of b again',
    'Create the selection of b again',
    undefined,
  ])
})
