import { rateText } from './progress-text.ts'
import type { Sample } from './arrival.ts'

const WIDTH = 120
const HEIGHT = 24

/** The download rate of the last five minutes as a small line. */
export function Sparkline({ rates }: { rates: readonly Sample[] }) {
  const first = rates[0]
  const last = rates.at(-1)
  if (!first || !last || rates.length < 2) return null
  const highest = Math.max(...rates.map(({ bytes }) => bytes))
  const x = (at: number) => ((at - first.at) / (last.at - first.at)) * WIDTH
  const y = (rate: number) => (highest === 0 ? HEIGHT - 1 : HEIGHT - 1 - (rate / highest) * (HEIGHT - 2))
  return (
    <svg
      className="import-progress__line"
      role="img"
      aria-label={`Download rate of the last minutes: at most ${rateText(highest)}, now ${rateText(last.bytes)}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <polyline
        points={rates.map(({ at, bytes }) => `${x(at).toFixed(1)},${y(bytes).toFixed(1)}`).join(' ')}
      />
    </svg>
  )
}
