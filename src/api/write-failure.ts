import { ApiError, messageOf } from './client.ts'

/** MAAS does not find the image: it has not read the source, or the source does not have it. */
export class StillUnread extends Error {
  override readonly name = 'StillUnread'
}

/** Whether MAAS may have applied a write that failed like this: its answer was lost or unreadable. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof ApiError
    ? !['refused', 'changed', 'signed-out'].includes(error.kind)
    : !(error instanceof StillUnread)

/** The message for a write whose answer was lost. */
export const MAY_BE_APPLIED = 'MAAS may already have applied this.'

/** The same on the Images page, where the Continue button resumes the save. */
export const CONTINUE_CHECKS = `${MAY_BE_APPLIED} Continue checks first.`

/** Like messageOf, for a failed write: adds that MAAS may have applied it, where that is possible. */
export const messageOfWrite = (error: unknown): string =>
  mayBeDone(error) ? `${messageOf(error)} ${CONTINUE_CHECKS}` : messageOf(error)
