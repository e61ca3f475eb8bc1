/** The work did not finish within the time limit. */
export class TimedOut extends Error {}

/** The number of checks and the ms between them: 3 seconds in all. */
const CHECKS = 12
const CHECK_MS = 250

/**
 * Limits the wait to about 3 seconds of running time; rejects with TimedOut after that. A single long timer would
 * also fire right after the computer wakes up, before anything had time to answer.
 */
export function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    let checks = 0
    const check = () => {
      checks += 1
      if (checks > CHECKS) reject(new TimedOut('No answer in time.'))
      else timer = setTimeout(check, CHECK_MS)
    }
    check()
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
