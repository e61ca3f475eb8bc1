type Props = {
  /** 0 to 1 */
  value: number
  label: string
  tone?: 'moving' | 'stopped'
}

/** A thin bar; its label says of what it is the progress. */
export function ProgressBar({ value, label, tone = 'moving' }: Props) {
  const percent = Math.floor(Math.min(1, Math.max(0, value)) * 100)
  return (
    <progress className={`progress-bar is-${tone}`} max={100} value={percent} aria-label={label}>
      {percent} %
    </progress>
  )
}
