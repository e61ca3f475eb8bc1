import { formatBytes } from '#lib/bytes.ts'
import { duration } from '#lib/time.ts'
import type { InQueue } from './queue.ts'

/** "12.3 MB/s" */
export const rateText = (rate: number): string => `${formatBytes(rate)}/s`

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** "about 3 minutes left", "about 2 hours left"; '' if it is not known. */
export function timeLeftText(ms: number | null): string {
  if (ms === null) return ''
  if (ms < MINUTE) return 'less than a minute left'
  if (ms < 2 * HOUR) return `about ${counted(ms / MINUTE, 'minute')} left`
  return ms < 48 * HOUR ? `about ${counted(ms / HOUR, 'hour')} left` : `about ${duration(ms)} left`
}

function counted(amount: number, unit: string): string {
  const count = Math.round(amount)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** "Downloading 2 images, 3 queued" */
export function countsText(queue: readonly InQueue[]): string {
  const arriving = queue.filter(({ state }) => state === 'downloading' || state === 'stalled').length
  const waiting = queue.length - arriving
  if (queue.length === 0) return 'No image is downloading at the moment'
  if (arriving === 0) return `${images(waiting)} queued`
  return `Downloading ${images(arriving)}${waiting > 0 ? `, ${waiting} queued` : ''}`
}

const images = (count: number): string => `${count} image${count === 1 ? '' : 's'}`

/** One image: "120.0 MB of 600.0 MB, 5.0 MB/s, about 2 minutes left". */
export function imageText(image: InQueue, rate: number | null, left: number | null, now: number): string {
  if (image.state === 'queued') return `${formatBytes(image.bytes)}, queued`
  if (image.state === 'update') return 'update, queued'
  if (image.state === 'older') return 'older version, queued'
  const parts = [`${formatBytes(image.done)} of ${formatBytes(image.bytes)}`]
  if (image.state === 'stalled')
    parts.push(image.since === null ? 'no data' : `no data for ${duration(now - image.since)}`)
  else if (rate !== null) parts.push(rateText(rate))
  const time = timeLeftText(left)
  if (time !== '') parts.push(time)
  return parts.join(', ')
}
