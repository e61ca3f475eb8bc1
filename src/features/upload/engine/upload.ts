import type { NewUpload } from '#contract/uploads.ts'
import type { Sample } from '#features/upload/rules/chunks.ts'
import type { UploadFailure } from '#features/upload/rules/failure.ts'

export type UploadTarget = Omit<NewUpload, 'sha256' | 'size'>

/**
 * waiting: it is not its turn yet. reading: its SHA256 is being computed. sending: its chunks are on their way. checking:
 * the last one is, and MAAS computes the SHA256. retrying: no answer, the next try comes soon. needs-file: the user has
 * to choose the file again. elsewhere: another tab has it. deleting: MAAS is to forget it.
 */
type Phase =
  | 'waiting'
  | 'reading'
  | 'sending'
  | 'checking'
  | 'retrying'
  | 'paused'
  | 'failed'
  | 'needs-file'
  | 'elsewhere'
  | 'deleting'
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
  readonly failure: UploadFailure | null
}

const BUSY: readonly Phase[] = ['waiting', 'reading', 'sending', 'checking', 'retrying', 'deleting']

/** Whether it needs this page to stay open. */
export const needsPage = ({ phase }: Upload): boolean => BUSY.includes(phase)
