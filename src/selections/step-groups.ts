import type { BoardStep } from './step-board.ts'

/** The kind of two steps that are shown as one. */
const PAIR = 'pair'

/** More than this number in a row are shown as one step. */
const MOST_LISTED = 3

/** The label for many steps of one kind. */
type Names = Readonly<Partial<Record<string, (count: number) => string>>>

/** A step, or the two steps of a pair. */
type Unit = { readonly kind: string | undefined; readonly steps: readonly BoardStep[] }

/**
 * Shortens a list of steps: a pair becomes one step, and many steps of a kind in a row become one with a count.
 * If one of them failed, they are listed separately.
 * @param names labels for many steps of a kind; steps of other kinds are listed separately
 */
export function groupSteps(steps: readonly BoardStep[], names: Names = {}): readonly BoardStep[] {
  const many: Names = { ...names, [PAIR]: (count) => `Create the selections of ${count} releases again` }
  return rowsOf(unitsOf(steps)).flatMap((row) => {
    const kind = row[0]?.kind
    const name = kind === undefined ? undefined : many[kind]
    const isOpen = row.length <= MOST_LISTED || row.some(hasFailed)
    return name && !isOpen ? [together(row, name(row.length))] : row.flatMap(listed)
  })
}

function unitsOf(steps: readonly BoardStep[]): Unit[] {
  const units: Unit[] = []
  for (const step of steps) {
    const last = units.at(-1)
    const first = last?.steps.length === 1 ? last.steps[0] : undefined
    if (first?.pair !== undefined && first.pair === step.pair) {
      units[units.length - 1] = { kind: PAIR, steps: [first, step] }
    } else units.push({ kind: step.kind, steps: [step] })
  }
  return units
}

/** Units of the same kind that follow each other. */
function rowsOf(units: readonly Unit[]): Unit[][] {
  const rows: Unit[][] = []
  for (const unit of units) {
    const row = rows.at(-1)
    if (row && unit.kind !== undefined && row[0]?.kind === unit.kind) row.push(unit)
    else rows.push([unit])
  }
  return rows
}

const hasFailed = ({ steps }: Unit) => steps.some(({ status }) => status === 'failed')
const isDone = ({ steps }: Unit) => steps.every(({ status }) => status === 'done')
const isWaiting = ({ steps }: Unit) => steps.every(({ status }) => status === 'waiting')
const noteOf = ({ steps }: Unit) => steps.find(({ status }) => status === 'running')?.note

function listed(unit: Unit): readonly BoardStep[] {
  const label = unit.steps[0]?.pair
  if (unit.kind !== PAIR || label === undefined || hasFailed(unit)) return unit.steps
  const note = noteOf(unit)
  const status = isDone(unit) ? 'done' : isWaiting(unit) ? 'waiting' : 'running'
  return [{ label, status, ...(note !== undefined && { note }) }]
}

function together(row: readonly Unit[], label: string): BoardStep {
  const done = row.filter(isDone).length
  if (done === row.length) return { label, status: 'done' }
  if (row.every(isWaiting)) return { label, status: 'waiting' }
  const note = row.map(noteOf).find((text) => text !== undefined)
  return {
    label,
    status: 'running',
    note: `${done} of ${row.length} done${note === undefined ? '' : `. ${note}`}`,
  }
}

/**
 * The label of a step together with the next or previous one: an update in MAAS 3.8 never drops an
 * architecture, so a selection that loses one is deleted and created again, which is one step for a person.
 * Undefined if the step stands alone.
 * @param recreated name of the release whose selection the first step deletes and the second one creates again
 */
export function pairAt<T>(
  steps: readonly T[],
  index: number,
  recreated: (first: T, second: T) => string | undefined,
): string | undefined {
  const [before, step, after] = [steps[index - 1], steps[index], steps[index + 1]]
  if (step === undefined) return undefined
  const name = (after && recreated(step, after)) ?? (before && recreated(before, step))
  return name === undefined ? undefined : `Create the selection of ${name} again`
}
