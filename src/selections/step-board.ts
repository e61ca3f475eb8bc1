/** One step of a list that a person watches. */
export type BoardStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why the step failed, or what it waits for. */
  readonly note?: string
  /** Consecutive steps of the same kind can be shown as one. */
  readonly kind?: string | undefined
  /** What it does together with the next or previous step: a selection is deleted and created again. */
  readonly pair?: string | undefined
}

type Line = { -readonly [key in keyof BoardStep]: BoardStep[key] }

type Options = Pick<BoardStep, 'kind' | 'pair'> & {
  /** The step before which it is inserted; without it the step is added at the end. */
  readonly before?: Line
}

/**
 * The list of steps that a person watches while a selection is saved or a source is changed. Each change
 * publishes all steps.
 */
export function createStepBoard(publish: (steps: readonly BoardStep[]) => void) {
  const lines: Line[] = []
  const show = () => publish(lines.map((line) => ({ ...line })))
  const set = (line: Line, status: BoardStep['status'], note?: string) => {
    line.status = status
    if (note === undefined) delete line.note
    else line.note = note
    show()
  }
  return {
    add: (label: string, { before, kind, pair }: Options = {}): Line => {
      const line: Line = {
        label,
        status: 'waiting',
        ...(kind !== undefined && { kind }),
        ...(pair !== undefined && { pair }),
      }
      lines.splice(before ? lines.indexOf(before) : lines.length, 0, line)
      show()
      return line
    },
    run: (line: Line, note?: string) => set(line, 'running', note),
    done: (line: Line) => set(line, 'done'),
    /** Removes the steps that are not done, because they are planned again. */
    drop: (planned: readonly Line[]) => {
      for (const line of planned) {
        if (line.status !== 'done') lines.splice(lines.indexOf(line), 1)
      }
      show()
    },
    /** Marks the running step. @param note why it failed, in a sentence */
    fail: (note: string) => {
      const line = lines.find((l) => l.status === 'running')
      if (line) set(line, 'failed', note)
    },
  }
}

export type StepBoard = ReturnType<typeof createStepBoard>
