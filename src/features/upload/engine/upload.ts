import type { NewUpload } from '#contract/uploads.ts'
import type { Sample } from '#features/upload/rules/chunks.ts'
import type { Failure } from '#features/upload/rules/failure.ts'

export type UploadTarget = Omit<NewUpload, 'sha256' | 'size'>

/**
 * waiting: another upload comes first. reading: its sum is being computed. sending: its chunks are. retrying: no answer,
 * the next try comes soon. needs-file: it began before this page was loaded. elsewhere: another tab sends it.
 */
type Phase =
  | 'waiting'
  | 'reading'
  | 'sending'
  | 'retrying'
  | 'paused'
  | 'failed'
  | 'needs-file'
  | 'elsewhere'
  | 'canceling'
  | 'done'

/** One upload, as the page shows it. */
export type Upload = {
  readonly key: string
  readonly fileName: string
  readonly size: number
  readonly target: UploadTarget
  readonly phase: Phase
  /** Bytes that were read for the sum, and bytes that MAAS has. */
  readonly read: number
  readonly confirmed: number
  readonly samples: readonly Sample[]
  readonly failure: Failure | null
}

const BUSY: readonly Phase[] = ['waiting', 'reading', 'sending', 'retrying', 'canceling']

/** Whether it needs this page to stay open. */
export const isBusy = ({ phase }: Upload): boolean => BUSY.includes(phase)
