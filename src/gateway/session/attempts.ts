import { createHash } from 'node:crypto'
import { networkOf, siteOf } from '#gateway/addresses/network-of.ts'
import { Refusal } from '#gateway/refusal.ts'
import { createAttemptCounter, type AttemptCounter } from './attempt-counter.ts'

/** Failed sign-ins within ten minutes after which one has to wait. */
const MOST = {
  /** Of a browser that has signed in as this user before, wherever it is now. */
  device: 10,
  /** Of all other browsers at one address (IPv6: /64), for one user. */
  userThere: 10,
  /** The same for all users. One address may be that of a whole office. */
  address: 20,
  /** The same at one IPv6 site (/48): it has 65,536 of those /64. */
  site: 100,
} as const

export type Attempt = {
  /** Of the browser. */
  readonly address: string
  /** As whom it tries to sign in. */
  readonly user: string
  /** The ID of a device cookie that is good for this user; null: there is none. */
  readonly device: string | null
}
export type Attempts = {
  /**
   * Counts an attempt before its result is known: many at the same time are many. Call the answer when it was no wrong
   * password. Throws a Refusal (429) when it is one too many.
   */
  take(attempt: Attempt): () => void
}

/**
 * Bounds how often passwords and keys can be guessed here, without letting a guesser lock anyone else out (OWASP, "Slow
 * Down Online Guessing Attacks with Device Cookies"). No count is for a user alone. A browser with a device cookie has
 * a count of its own; when that is used up it counts as any other browser, so that a stolen cookie locks no one out.
 * In memory: each gateway counts for itself.
 */
export function createAttempts(now: () => number): Attempts {
  const [devices, usersThere, addresses, sites] = [
    createAttemptCounter(now),
    createAttemptCounter(now),
    createAttemptCounter(now),
    createAttemptCounter(now),
  ] as const

  return {
    take({ address, user, device }) {
      const own = device === null ? 0 : devices.wait(device, MOST.device)
      if (device !== null && own === 0) return devices.add(device)

      const network = networkOf(address)
      const site = siteOf(address)
      const counts: readonly (readonly [AttemptCounter, string, number])[] = [
        [usersThere, shortOf(network, user), MOST.userThere],
        [addresses, network, MOST.address],
        ...(site === null ? [] : [[sites, site, MOST.site] as const]),
      ]
      const wait = Math.max(...counts.map(([tries, key, most]) => tries.wait(key, most)))
      if (wait > 0) throw device === null ? tooMany(wait, OTHER_BROWSER) : tooMany(Math.min(wait, own))
      const undo = counts.map(([tries, key]) => tries.add(key))
      return () => undo.forEach((takeBack) => takeBack())
    },
  }
}

/** A name may be long: what is kept of it is not. */
const shortOf = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64')

const OTHER_BROWSER = ' Browsers you have signed in with before do not have to wait.'

function tooMany(wait: number, more = ''): Refusal {
  const minutes = Math.ceil(wait / 60)
  return new Refusal(
    429,
    'too-many-attempts',
    `Too many sign-ins failed. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.${more}`,
    undefined,
    wait,
  )
}
