import { useEffect, useRef } from 'react'
import { useScrolls } from './use-scrolls.ts'

export type ListedStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why the step failed, or what it is waiting for. */
  readonly note?: string
}

/** The steps of some work, each with a status that screen readers also get. A long list scrolls to the current step. */
export function StepList({ label, steps }: { label: string; steps: readonly ListedStep[] }) {
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const scrolls = useScrolls(box, list)
  const at = steps.findLastIndex(({ status }) => status === 'running' || status === 'failed')
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' })
  }, [at])
  return (
    <div className="steps-box" ref={box} {...(scrolls ? { tabIndex: 0 } : {})}>
      <ol className="steps" aria-label={label} ref={list}>
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
    </div>
  )
}

const SPOKEN: Record<ListedStep['status'], string> = {
  waiting: 'not done yet',
  running: 'running',
  done: 'done',
  failed: 'failed',
}
