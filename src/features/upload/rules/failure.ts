import { ApiError, messageOf } from '#api/client.ts'

/** What follows when a call of an upload fails. */
export type Failure = {
  readonly message: string
  /** wait: the next try comes without the user. continue: the user can go on from here. restart: MAAS needs the whole file again. */
  readonly next: 'wait' | 'continue' | 'restart'
}

const WAITS = ['offline', 'unreachable', 'unreadable']
/** MAAS refuses the bytes, or no longer has the upload. */
const RESTARTS = [400, 404, 409]

/** What a failed call means. @param during announcing the file, or sending a chunk */
export function failureOf(error: unknown, during: 'create' | 'send'): Failure {
  const message = messageOf(error)
  if (!(error instanceof ApiError)) return { message, next: 'continue' }
  if (WAITS.includes(error.kind) || error.code === 'busy' || error.status === 429)
    return { message, next: 'wait' }
  if (during === 'send' && error.kind === 'refused' && RESTARTS.includes(error.status ?? 0))
    return { message, next: 'restart' }
  if (error.kind === 'signed-out')
    return {
      message: 'Your session has ended. What MAAS has of the file is kept. Sign in again, then continue.',
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
  `${message} What MAAS has of the file is kept. If it fails again at the same place, check that the disk of the MAAS region is not full.`
