import { useEffect, useRef } from 'react'
import { useScrolls } from './use-scrolls.ts'

export type ListedStep = {
  readonly label: string
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** Why it failed, or what it waits for. */
  readonly note?: string
}

/** Work in steps, as far as it is: each with a mark that is also spoken. Where they do not fit, the list goes along. */
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
