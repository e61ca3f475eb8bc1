import type { MaasAnswer } from './maas-error.ts'

/** Randomness and waiting, replaced in tests. `random`: 0 to 1. */
export type RetryNeeds = {
  readonly random?: () => number
  readonly wait?: (ms: number) => Promise<void>
}

const RETRIES = 2
const FIRST_MS = 200
/** The browser waits meanwhile, so a longer Retry-After is reported instead of obeyed. */
const MAX_PAUSE_MS = 5_000

/**
 * Repeats a read at most twice: when the connection was cut (a kept-alive one may have been closed at that moment), and
 * when the web server in front of MAAS reports that the region does not answer. The pauses grow and are random, so that
 * callers who were cut off together do not all return together. A short Retry-After is obeyed.
 */
export async function retried(
  read: () => Promise<MaasAnswer>,
  { random = Math.random, wait = pause }: RetryNeeds = {},
): Promise<MaasAnswer> {
  for (let retry = 0; ; retry += 1) {
    const outcome = await read().then(
      (answer) => ({ answer }) as const,
      (error: unknown) => ({ error }) as const,
    )
    const ms = retry < RETRIES ? pauseAfter(outcome, FIRST_MS * 2 ** retry * random()) : null
    if (ms === null) {
      if ('error' in outcome) throw outcome.error
      return outcome.answer
    }
    await wait(ms)
  }
}

/** The pause in ms; null: another try is pointless. */
function pauseAfter(
  outcome: { readonly answer: MaasAnswer } | { readonly error: unknown },
  usual: number,
): number | null {
  if ('error' in outcome) return wasCut(outcome.error) ? usual : null
  const { status, retryAfter } = outcome.answer
  if (![502, 503, 504].includes(status)) return null
  if (retryAfter === undefined) return usual
  const wanted = retryAfter * 1_000
  return wanted > MAX_PAUSE_MS ? null : wanted + usual
}

const CUT = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

function wasCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CUT.has(String(error.code))
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
