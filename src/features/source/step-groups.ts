import type { ListedStep } from '#ui/step-list.tsx'
import type { Step } from './model.ts'

/** A step of a change as it is followed. `kind` is absent for what is no call of its own. */
export type ChangeStep = ListedStep & { readonly kind?: Step['kind'] }

/** More selections than these in a row are shown as one step. */
const MOST_LISTED = 3

const WHAT: Partial<Record<Step['kind'], (count: number) => string>> = {
  'create-selection': (count) => `Select ${count} releases`,
  'update-selection': (count) => `Change the selections of ${count} releases`,
  'delete-selection': (count) => `Clear ${count} releases`,
}

/** What is listed of a change: many selections in a row are one step with a count, unless one of them failed. */
export function listedSteps(steps: readonly ChangeStep[]): readonly ListedStep[] {
  return rowsOf(steps).flatMap((row) => {
    const what = row[0]?.kind && WHAT[row[0].kind]
    const opened = row.length <= MOST_LISTED || row.some(({ status }) => status === 'failed')
    return !what || opened ? row : [together(row, what(row.length))]
  })
}

/** Steps of the same kind that follow each other. */
function rowsOf(steps: readonly ChangeStep[]): ChangeStep[][] {
  const rows: ChangeStep[][] = []
  for (const step of steps) {
    const row = rows.at(-1)
    if (row && step.kind !== undefined && row[0]?.kind === step.kind) row.push(step)
    else rows.push([step])
  }
  return rows
}

function together(row: readonly ChangeStep[], label: string): ListedStep {
  const done = row.filter(({ status }) => status === 'done').length
  if (done === row.length) return { label, status: 'done' }
  const running = row.find(({ status }) => status === 'running')
  if (done === 0 && !running) return { label, status: 'waiting' }
  const note = running?.note === undefined ? '' : `. ${running.note}`
  return { label, status: 'running', note: `${done} of ${row.length} done${note}` }
}
