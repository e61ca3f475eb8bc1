import { formatBytes } from '#lib/bytes.ts'
import { duration } from '#lib/time.ts'
import { percent } from '#lib/percent.ts'
import { rateOf, timeLeft } from '#features/upload/rules/chunks.ts'
import type { Upload } from '#features/upload/engine/upload.ts'

/** The state of an upload in one sentence, without the failure. */
export function uploadText({ phase, size, read, confirmed, samples }: Upload): string {
  const sent = `${formatBytes(confirmed)} of ${formatBytes(size)} uploaded (${percent(confirmed, size)} %)`
  const rate = rateOf(samples)
  const left = timeLeft(size - confirmed, rate)
  switch (phase) {
    case 'waiting':
      return 'Waiting for another upload.'
    case 'reading':
      return `Computing the SHA256: ${formatBytes(read)} of ${formatBytes(size)} read (${percent(read, size)} %).`
    case 'sending':
      return rate === null || left === null
        ? `${sent}.`
        : `${sent}, ${formatBytes(rate)}/s, ${duration(left)} left.`
    case 'retrying':
      return `No connection: ${sent}. Trying again.`
    case 'paused':
      return `Paused: ${sent}.`
    case 'needs-file':
      return `${sent}. To continue, choose the same file again: the browser does not keep it.`
    case 'elsewhere':
      return `${sent}. Another tab of this browser is uploading this file.`
    case 'canceling':
      return 'Deleting what MAAS has of the file…'
    case 'done':
      return `Complete: MAAS has ${formatBytes(size)} and has checked the SHA256.`
    default:
      return `Stopped: ${sent}.`
  }
}
