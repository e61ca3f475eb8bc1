import { StallCauses } from '#features/images/causes/import-causes.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Table } from '#features/images/rules/model.ts'
import { STALL_AFTER_MS } from '#features/images/rules/image-state.ts'
import { formatBytes } from '#lib/bytes.ts'
import { duration } from '#lib/time.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { arrivedOf, lastGrowth, rateOf, ratesOf, timeLeft, type Arrival } from './arrival.ts'
import { countsText, imageText, rateText, timeLeftText } from './progress-text.ts'
import { queueOf, type InQueue } from './queue.ts'
import { Sparkline } from './sparkline.tsx'
import { useArrival } from './use-arrival.ts'
import { useRemaining, type Remaining } from './use-remaining.ts'

/** So many images are listed; the rest is counted. */
const LISTED = 20

type Props = { data: ReturnType<typeof useImages>; table: Table }

/** The running import as a whole and image by image. Mounted only while images are imported. */
export function ImportProgress({ data, table }: Props) {
  const readAt = data.images.dataUpdatedAt
  const arrival = useArrival(data.list, readAt)
  const queue = queueOf(table, data.importing && !data.stopping)
  const remaining = useRemaining(data, arrival, queue)
  const rate = rateOf(arrival.samples)
  const pause = readAt - (lastGrowth(arrival.samples) ?? arrival.samples[0]?.at ?? readAt)
  const done = arrival.before + arrivedOf(arrival)
  return (
    <section className="import-progress" aria-label="Import progress">
      <p className="import-progress__facts">
        <strong>{countsText(queue)}</strong>
        {factsOf(remaining, rate, queue).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        <Sparkline rates={ratesOf(arrival.samples)} />
      </p>
      {done + remaining.bytes > 0 && (
        <ProgressBar done={done} total={done + remaining.bytes} label="Bytes of the running import" />
      )}
      {queue.length > 0 && pause >= STALL_AFTER_MS && (
        <div className="import-progress__pause">
          <p>No data has arrived for {duration(pause)}.</p>
          <StallCauses data={data} table={table} />
          <p>To start over, stop the import and choose Import now.</p>
        </div>
      )}
      {queue.length > 0 && <Queue queue={queue} arrival={arrival} />}
    </section>
  )
}

function factsOf({ bytes, isAbout }: Remaining, rate: number | null, queue: readonly InQueue[]): string[] {
  if (queue.length === 0 && bytes === 0) return []
  const left = timeLeftText(timeLeft(bytes, rate))
  return [
    `${isAbout ? 'about ' : ''}${formatBytes(bytes)} to download`,
    ...(rate === null ? [] : [rateText(rate)]),
    ...(left === '' ? [] : [left]),
  ]
}

function Queue({ queue, arrival }: { queue: readonly InQueue[]; arrival: Arrival }) {
  const more = queue.length - LISTED
  return (
    <details className="import-progress__queue">
      <summary>Images of this import</summary>
      <ol>
        {queue.slice(0, LISTED).map((image) => {
          const rate = rateOf(arrival.parts.get(image.key)?.samples ?? [])
          return (
            <li key={image.key}>
              {image.name} <span>{imageText(image, rate, timeLeft(image.bytes - image.done, rate))}</span>
            </li>
          )
        })}
      </ol>
      {more > 0 && <p>And {more} more.</p>}
    </details>
  )
}
