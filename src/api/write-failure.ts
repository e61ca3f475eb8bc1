import { ApiError, messageOf } from './client.ts'
import { StillUnread } from './until-read.ts'

/** Whether a write that failed like this may have been done all the same: its answer was lost, or is no answer. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof ApiError
    ? !['refused', 'changed', 'signed-out'].includes(error.kind)
    : !(error instanceof StillUnread)

/** messageOf for a write that failed: says so when it may have been done. */
export const messageOfWrite = (error: unknown): string =>
  mayBeDone(error)
    ? `${messageOf(error)} MAAS may already have applied this. Continue checks first.`
    : messageOf(error)
