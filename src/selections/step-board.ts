/** One step of a list that a person watches. */
export type BoardStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed, or what it waits for. */
  readonly note?: string
  /** Steps of one kind that follow each other may be shown as one. */
  readonly kind?: string | undefined
  /** What it does together with the step beside it: a selection that is deleted and created again. */
  readonly pair?: string | undefined
}

type Line = { label: string; status: BoardStep['status']; note?: string; pair?: string }

/** The list of steps a person watches; every change is published whole. */
export function createBoard(publish: (steps: readonly BoardStep[]) => void) {
  const lines: Line[] = []
  const show = () => publish(lines.map((line) => ({ ...line })))
  const set = (line: Line, status: BoardStep['status'], note?: string) => {
    line.status = status
    if (note === undefined) delete line.note
    else line.note = note
    show()
  }
  return {
    add(label: string, { before, pair }: { before?: Line; pair?: string | undefined } = {}): Line {
      const line: Line = { label, status: 'waiting', ...(pair !== undefined && { pair }) }
      lines.splice(before ? lines.indexOf(before) : lines.length, 0, line)
      show()
      return line
    },
    run: (line: Line, note?: string) => set(line, 'running', note),
    done: (line: Line) => set(line, 'done'),
    /** Takes back those of these that are not done: they are planned again. */
    drop(planned: readonly Line[]) {
      for (const line of planned) {
        if (line.status !== 'done') lines.splice(lines.indexOf(line), 1)
      }
      show()
    },
    fail(note: string) {
      const line = lines.find((l) => l.status === 'running')
      if (line) set(line, 'failed', note)
    },
  }
}
