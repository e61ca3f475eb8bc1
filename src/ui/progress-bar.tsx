import { percent } from '#lib/percent.ts'

type Props = {
  done: number
  total: number
  /** The name of the work in progress. */
  label: string
  tone?: 'moving' | 'stopped'
}

/** A thin bar for something that is not complete yet. */
export function ProgressBar({ done, total, label, tone = 'moving' }: Props) {
  const value = percent(done, total)
  return (
    <progress className={`progress-bar is-${tone}`} max={100} value={value} aria-label={label}>
      {value} %
    </progress>
  )
}
