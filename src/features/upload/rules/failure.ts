import { ApiError, messageOf } from '#api/client.ts'

/** What follows when a call of an upload fails. */
export type UploadFailure = {
  readonly message: string
  /**
   * What helps. wait: the next try comes without the user. continue: go on from here. restart: MAAS needs the whole file
   * again. edit: change what MAAS does not accept. choose: choose the file again.
   */
  readonly next: 'wait' | 'continue' | 'restart' | 'edit' | 'choose'
}

/** The browser cannot read the file any more. */
export const UNREADABLE: UploadFailure = {
  message:
    'The browser can no longer read the file: it was changed, moved or deleted. If you have it unchanged, choose it again.',
  next: 'choose',
}
/** Another file was chosen than the one with which an upload began. */
export const OTHER_FILE: UploadFailure = {
  message: 'This is another file, or its content has changed. Choose the file with which the upload began.',
  next: 'choose',
}
/** Someone deleted what MAAS had of a file. */
export const GONE: UploadFailure = {
  message:
    'MAAS no longer has this upload: someone else has deleted or replaced it. Start over to upload the file again.',
  next: 'restart',
}

const WAITS = ['offline', 'unreachable', 'unreadable']
/** The chunk took too long, or too many came. */
const LATER = [408, 429]
/** MAAS refuses the bytes, or no longer has the upload. */
const RESTARTS = [400, 404, 409]
/** MAAS refuses a field, or has another image of this name. */
const EDITS = [400, 409]

/** What a failed call means. @param during announcing the file, or sending a chunk */
export function uploadFailure(error: unknown, during: 'create' | 'send'): UploadFailure {
  const message = messageOf(error)
  if (!(error instanceof ApiError)) return { message, next: 'continue' }
  const status = error.status ?? 0
  if (WAITS.includes(error.kind) || error.code === 'busy' || LATER.includes(status))
    return { message, next: 'wait' }
  if (during === 'send' && error.kind === 'refused' && RESTARTS.includes(status))
    return { message, next: 'restart' }
  if (during === 'create' && EDITS.includes(status)) return { message, next: 'edit' }
  if (error.kind === 'signed-out')
    return {
      message:
        'Your session ended during the upload. MAAS keeps the uploaded part of the file. Continue the upload after you have signed in again.',
      next: 'continue',
    }
  return { message, next: 'continue' }
}

const DELAYS = [1, 2, 4, 8, 15, 30]
/** Tries without an answer, about four minutes, before the user has to continue. */
export const MOST_TRIES = 12

/** Milliseconds before the n-th next try, from 0. */
export const waitBefore = (tries: number): number =>
  (DELAYS[Math.min(tries, DELAYS.length - 1)] ?? 30) * 1_000

/** The message after the last try. A full disk ends the process of MAAS 3.5 to 3.7 that writes the file. */
export const gaveUp = (message: string): string =>
  `${message} MAAS keeps the uploaded part of the file. If the upload fails again at the same place, check that the disk of the MAAS region is not full.`
