/** It has not answered in time. */
export class TimedOut extends Error {}

/** Looks, and ms between them: 3 seconds together. */
const LOOKS = 12
const LOOK_MS = 250

/**
 * What is waited for, for about 3 seconds of a page that runs; rejects with TimedOut after that. One long timer would also
 * end when a computer wakes up, before anything had time to answer.
 */
export function withTimeLimit<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    let looks = 0
    const look = () => {
      looks += 1
      if (looks > LOOKS) reject(new TimedOut('No answer in time.'))
      else timer = setTimeout(look, LOOK_MS)
    }
    look()
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
