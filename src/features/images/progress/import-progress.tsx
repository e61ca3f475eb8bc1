import { StallCauses } from '#features/images/causes/import-causes.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import { NO_FILTERS, type View } from '#features/images/table/view.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { useImagesTable } from '#features/images/page/use-images-table.ts'
import { STALL_AFTER_MS } from '#features/images/rules/image-state.ts'
import { sizeText } from '#lib/bytes.ts'
import { duration, timeLeft } from '#lib/time.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { arrivedOf, rateOf, ratesOf, type Arrival } from './arrival.ts'
import { countsText, imageText, rateText, timeLeftText } from './progress-text.ts'
import { queueOf, type InQueue } from './queue.ts'
import { Sparkline } from './sparkline.tsx'
import { limitText } from './time-limit.ts'
import { useArrival } from './use-arrival.ts'
import { NOTHING_DRAFTED, useRemaining, type Remaining } from './use-remaining.ts'

const EVERYTHING: View = { ...NO_FILTERS, sort: 'release', descending: true, open: [] }

/** So many images are listed; the rest is counted. */
const LISTED = 20

type Props = {
  data: ReturnType<typeof useImages>
  importFacts: ImportFacts
  onRetry: () => void
}

/** The running import as a whole and image by image. Mounted only while images are imported. */
export function ImportProgress({ data, importFacts, onRetry }: Props) {
  const readAt = data.images.dataUpdatedAt
  const arrival = useArrival(data.list, readAt)
  // a box that was just cleared changes nothing about the running import
  const { table } = useImagesTable(data, NOTHING_DRAFTED, EVERYTHING)
  const queue = queueOf(table, data.importing)
  const remaining = useRemaining(data, importFacts, arrival, queue)
  const rate = rateOf(arrival.samples)
  const pause = readAt - arrival.lastAt
  const done = arrival.before + arrivedOf(arrival)
  const isStalled = queue.length > 0 && pause >= STALL_AFTER_MS
  const left = timeLeft(remaining.bytes, rate)
  const limit = isStalled || left !== null ? limitOf(data, isStalled ? null : left) : ''
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
        <ProgressBar
          done={done}
          total={done + remaining.bytes}
          label="Download progress since this page opened"
        />
      )}
      {isStalled && (
        <div className="import-progress__pause">
          <p>
            No data has arrived for {duration(pause)}. {limit}
          </p>
          <StallCauses data={data} table={table} onRetry={onRetry} />
        </div>
      )}
      {!isStalled && limit !== '' && <p>{limit}</p>}
      {queue.length > 0 && <Queue queue={queue} arrival={arrival} now={readAt} />}
    </section>
  )
}

/** @param left null: no data arrives */
function limitOf({ region, importing }: Props['data'], left: number | null): string {
  if (!region.data || !importing) return ''
  const { version, sync } = region.data
  return limitText({ version, lastStarted: sync.lastStarted, now: region.dataUpdatedAt, left })
}

function factsOf({ bytes, isAbout }: Remaining, rate: number | null, queue: readonly InQueue[]): string[] {
  if (queue.length === 0 && bytes === 0) return []
  const left = timeLeftText(timeLeft(bytes, rate))
  return [
    `${sizeText(bytes, isAbout)} to download`,
    ...(rate === null ? [] : [rateText(rate)]),
    ...(left === '' ? [] : [left]),
  ]
}

type QueueProps = { queue: readonly InQueue[]; arrival: Arrival; now: number }

function Queue({ queue, arrival, now }: QueueProps) {
  const more = queue.length - LISTED
  return (
    <details className="import-progress__queue">
      <summary>Images of this import</summary>
      <ol>
        {queue.slice(0, LISTED).map((image) => {
          const rate = rateOf(arrival.parts.get(image.key)?.samples ?? [])
          return (
            <li key={image.key}>
              {image.name}{' '}
              <span>{imageText(image, rate, timeLeft(image.bytes - image.done, rate), now)}</span>
            </li>
          )
        })}
      </ol>
      {more > 0 && <p>And {more} more.</p>}
    </details>
  )
}
