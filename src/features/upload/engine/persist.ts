import { ApiError } from '#api/client.ts'
import {
  uploadFailure,
  gaveUp,
  MOST_TRIES,
  waitBefore,
  type UploadFailure,
} from '#features/upload/rules/failure.ts'

/** An upload has stopped, for the reason that the user sees. */
export class Stopped extends Error {
  readonly failure: UploadFailure
  constructor(failure: UploadFailure) {
    super(failure.message)
    this.failure = failure
  }
}

type Needs = {
  readonly during: 'create' | 'send'
  readonly signal: AbortSignal
  /** Resolves after this many ms, earlier when the browser is online again. Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** The next try comes without the user. */
  readonly onFailure: (failure: UploadFailure) => void
}

/** Where others use all of its capacity, the gateway answers: that is not a failure that repeats itself. */
const isBusy = (error: unknown) => error instanceof ApiError && error.code === 'busy'

/** Tries again while no answer comes, and less and less often. Throws Stopped, or the reason of the signal. */
export async function persist<T>(
  { during, signal, wait, onFailure }: Needs,
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Stopped) throw error
      const failure = uploadFailure(error, during)
      if (failure.next !== 'wait') throw new Stopped(failure)
      if (tries >= MOST_TRIES) throw new Stopped({ message: gaveUp(failure.message), next: 'continue' })
      if (isBusy(error)) tries = Math.min(tries, MOST_TRIES - 2)
      onFailure(failure)
      // oxlint-disable-next-line no-await-in-loop
      await wait(waitBefore(tries), signal)
    }
  }
}
