import { ApiError, messageOf } from './client.ts'
import { StillUnread } from './until-read.ts'

/** Whether a write that failed like this may have been done all the same: its answer was lost, or is no answer. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof ApiError
    ? !['refused', 'changed', 'signed-out'].includes(error.kind)
    : !(error instanceof StillUnread)

/** What a person reads of a write whose answer was lost. */
export const MAY_BE_APPLIED = 'MAAS may already have applied this.'

/** The same on the Images page, where Continue goes on with it. */
export const CONTINUE_CHECKS = `${MAY_BE_APPLIED} Continue checks first.`

/** messageOf for a write that failed: says so when it may have been done. */
export const messageOfWrite = (error: unknown): string =>
  mayBeDone(error) ? `${messageOf(error)} ${CONTINUE_CHECKS}` : messageOf(error)
