type Props = {
  /** 0 to 1; what is no number (0 of 0 bytes) counts as 0 */
  value: number
  label: string
  tone?: 'moving' | 'stopped'
}

/** A thin bar; its label says of what it is the progress. */
export function ProgressBar({ value, label, tone = 'moving' }: Props) {
  const percent = value > 0 ? Math.floor(Math.min(1, value) * 100) : 0
  return (
    <progress className={`progress-bar is-${tone}`} max={100} value={percent} aria-label={label}>
      {percent} %
    </progress>
  )
}
