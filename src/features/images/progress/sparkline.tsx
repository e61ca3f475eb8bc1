import { rateText } from './progress-text.ts'
import type { Sample } from './arrival.ts'

const WIDTH = 120
const HEIGHT = 24

/** The download rate of the last five minutes as a small line. Nothing if nothing has arrived. */
export function Sparkline({ rates }: { rates: readonly Sample[] }) {
  const first = rates[0]
  const last = rates.at(-1)
  const highest = Math.max(...rates.map(({ bytes }) => bytes))
  if (!first || !last || rates.length < 2 || highest === 0) return null
  const x = (at: number) => ((at - first.at) / (last.at - first.at)) * WIDTH
  const y = (rate: number) => HEIGHT - 1 - (rate / highest) * (HEIGHT - 2)
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
