import { createHash } from 'node:crypto'
import { networkOf, siteOf } from '#gateway/addresses/network-of.ts'
import { Refusal } from '#gateway/refusal.ts'
import { createAttemptCounter, type AttemptCounter } from './attempt-counter.ts'

/** Failed sign-ins within ten minutes after which the next one has to wait. */
const MOST = {
  /** Of a browser that has signed in as this user before, at any address. */
  device: 10,
  /** Of all other browsers at one address (IPv6: /64), for one user. */
  userThere: 10,
  /** The same for all users. A whole office may share one address. */
  address: 20,
  /** The same at one IPv6 site (/48), which has 65,536 of those /64. */
  site: 100,
} as const

type Attempt = {
  /** Address of the browser. */
  readonly address: string
  /** The user it tries to sign in as. */
  readonly user: string
  /** The ID of a device cookie that is valid for this user; null: there is none. */
  readonly device: string | null
}
export type Attempts = {
  /**
   * Counts an attempt before its result is known, so that simultaneous attempts all count. Call the result unless the
   * password was wrong. Throws a Refusal (429) when there are too many.
   */
  take(attempt: Attempt): () => void
}

/**
 * Limits how often passwords and keys can be guessed, without letting a guesser lock other users out (OWASP, "Slow
 * Down Online Guessing Attacks with Device Cookies"). No limit is for a user alone. A browser with a device cookie has
 * its own limit; beyond it, it counts as any other browser, so that a stolen cookie locks no one out.
 * In memory: each gateway counts its own attempts.
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

/** A hash, because a user name may be long. */
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
