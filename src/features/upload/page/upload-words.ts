import { formatBytes } from '#lib/bytes.ts'
import { duration, timeLeft } from '#lib/time.ts'
import { percent } from '#lib/percent.ts'
import { rateOf } from '#features/upload/rules/chunks.ts'
import type { Upload } from '#features/upload/engine/upload.ts'

/** The state of an upload in one sentence, without the failure. */
export function uploadText({ phase, size, read, confirmed, samples }: Upload): string {
  const sent = `${formatBytes(confirmed)} of ${formatBytes(size)} uploaded (${percent(confirmed, size)} %)`
  const rate = rateOf(samples)
  const left = timeLeft(size - confirmed, rate)
  switch (phase) {
    case 'waiting':
      return 'Waiting: one file is uploaded at a time.'
    case 'reading':
      return `Computing the SHA256: ${formatBytes(read)} of ${formatBytes(size)} read (${percent(read, size)} %).`
    case 'sending':
      return rate === null || left === null
        ? `${sent}.`
        : `${sent}, ${formatBytes(rate)}/s, ${duration(left)} left.`
    case 'checking':
      return 'Sending the last chunk. MAAS checks the SHA256 of the whole file before it answers.'
    case 'retrying':
      return `Interrupted: ${sent}. Trying again.`
    case 'paused':
      return `Paused: ${sent}.`
    case 'needs-file':
      return `${sent}. The browser does not keep the file: choose the same file again to continue.`
    case 'elsewhere':
      return `${sent}. Another tab of this browser has this upload: continue or cancel it there.`
    case 'deleting':
      return 'Deleting what MAAS has of the file…'
    case 'done':
      return `Complete: MAAS has ${formatBytes(size)} and has checked the SHA256.`
    default:
      return `Stopped: ${sent}.`
  }
}

/** What a screen reader announces: the state, and not each chunk. */
export function announcedText(upload: Upload, name: string): string {
  const { phase, failure } = upload
  if (phase === 'reading') return `${name}: computing the SHA256.`
  if (phase === 'sending' || phase === 'checking') return `${name}: uploading.`
  if (phase === 'elsewhere') return `${name}: in another tab.`
  return [`${name}:`, uploadText(upload), failure?.message].filter(Boolean).join(' ')
}
