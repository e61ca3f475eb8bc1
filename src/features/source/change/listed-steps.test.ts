import { expect, test } from 'vitest'
import { listedSteps } from './listed-steps.ts'
import type { BoardStep } from '#selections/step-board.ts'

const read: BoardStep = { label: 'Read', status: 'done' }
const imports: BoardStep = { label: 'Start the import', status: 'waiting', kind: 'import' }
const some = (kind: BoardStep['kind'] & {}, ...marks: string[]): BoardStep[] =>
  marks.map((mark, index) => {
    const status = ({ w: 'waiting', r: 'running', d: 'done', f: 'failed' } as const)[mark[0] ?? '']
    return {
      label: `${kind} ${index + 1}`,
      kind,
      status: status ?? 'waiting',
      ...(mark.length > 1 && { note: mark.slice(1) }),
    }
  })
const shown = (steps: readonly BoardStep[]) =>
  listedSteps(steps).map(
    ({ label, status, note }) => `${label}: ${status}${note === undefined ? '' : ` (${note})`}`,
  )

test.each<[rule: string, steps: BoardStep[], lines: string[]]>([
  [
    'up to three steps are listed separately',
    some('create-selection', 'd', 'r', 'w'),
    ['create-selection 1: done', 'create-selection 2: running', 'create-selection 3: waiting'],
  ],
  [
    'more than three are one step with a count',
    some('create-selection', 'w', 'w', 'w', 'w'),
    ['Select 4 releases: waiting'],
  ],
  [
    'the count shows how many are done',
    some('create-selection', 'd', 'd', 'r', 'w'),
    ['Select 4 releases: running (2 of 4 done)'],
  ],
  [
    'the count is also shown between two steps',
    some('create-selection', 'd', 'w', 'w', 'w'),
    ['Select 4 releases: running (1 of 4 done)'],
  ],
  [
    'the reason for waiting is shown',
    some('create-selection', 'd', 'rMAAS has not read it.', 'w', 'w'),
    ['Select 4 releases: running (1 of 4 done. MAAS has not read it.)'],
  ],
  [
    'the group is done when all its steps are done',
    some('update-selection', 'd', 'd', 'd', 'd'),
    ['Change the selections of 4 releases: done'],
  ],
  [
    'the steps are listed separately if one failed',
    some('delete-selection', 'd', 'd', 'fNo.', 'w'),
    [
      'delete-selection 1: done',
      'delete-selection 2: done',
      'delete-selection 3: failed (No.)',
      'delete-selection 4: waiting',
    ],
  ],
  [
    'other steps stay as they are',
    [read, ...some('delete-selection', 'd', 'd', 'd', 'd'), imports],
    ['Read: done', 'Clear 4 releases: done', 'Start the import: waiting'],
  ],
  [
    'each kind is a separate step',
    [...some('create-selection', 'd', 'd', 'd', 'd'), ...some('delete-selection', 'w', 'w', 'w', 'w')],
    ['Select 4 releases: done', 'Clear 4 releases: waiting'],
  ],
  [
    'sources are never counted together',
    some('delete-source', 'd', 'd', 'd', 'd'),
    [1, 2, 3, 4].map((index) => `delete-source ${index}: done`),
  ],
])('%s', (_, steps, lines) => {
  expect(shown(steps)).toEqual(lines)
})
