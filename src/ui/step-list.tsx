export type ListedStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed, or what it waits for. */
  readonly note?: string
}

/** Work in steps, as far as it is: each with a mark that is also spoken. */
export function StepList({ label, steps }: { label: string; steps: readonly ListedStep[] }) {
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step, index) => (
        // a step keeps its place once it has begun
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={`is-${step.status}`}>
          {step.label}
          <span className="u-off-screen">: {SPOKEN[step.status]}</span>
          {step.note && <> – {step.note}</>}
        </li>
      ))}
    </ol>
  )
}

const SPOKEN: Record<ListedStep['status'], string> = {
  waiting: 'not done yet',
  running: 'running',
  done: 'done',
  failed: 'failed',
}
