import { isIPv6 } from 'node:net'
import { Refusal } from './refusal.ts'

/** Failed sign-ins within ten minutes after which one has to wait. One address may be that of a whole office. */
const WINDOW_MS = 10 * 60_000
const PER_ADDRESS = 20
const PER_USER = 10
const MOST_KEPT = 10_000

export type Attempts = {
  /**
   * Counts a try from this address for this user, before it is known how it ends: many at once are many.
   * Call the answer when it was no wrong password after all. Throws a Refusal (429) when it is one too many.
   */
  take(address: string, user: string): () => void
}

/** Bounds how often passwords and keys can be guessed here. In memory: each gateway counts for itself. */
export function createAttempts(now: () => number): Attempts {
  const tries = new Map<string, number[]>()

  function recent(key: string): number[] {
    const all = (tries.get(key) ?? []).filter((at) => at > now() - WINDOW_MS)
    tries.delete(key)
    if (all.length > 0) tries.set(key, all)
    return all
  }

  return {
    take(address, user) {
      const bounds = [
        [`address ${networkOf(address)}`, PER_ADDRESS],
        [`user ${user}`, PER_USER],
      ] as const
      const waits = bounds.map(([key, most]) => {
        const first = recent(key).at(-most)
        return first === undefined ? 0 : Math.ceil((first + WINDOW_MS - now()) / 1000)
      })
      const wait = Math.max(...waits)
      if (wait > 0) throw tooMany(wait)
      const at = now()
      for (const [key] of bounds) tries.set(key, [...(tries.get(key) ?? []), at])
      for (const key of tries.keys()) {
        if (tries.size <= MOST_KEPT) break
        tries.delete(key)
      }
      return () => {
        for (const [key] of bounds) {
          const left = tries.get(key) ?? []
          const index = left.lastIndexOf(at)
          if (index >= 0 && left.length === 1) tries.delete(key)
          else if (index >= 0) tries.set(key, left.toSpliced(index, 1))
        }
      }
    },
  }
}

/** With IPv6 one machine has a whole /64 of addresses. An IPv4 address written as IPv6 stays itself. */
function networkOf(address: string): string {
  if (!isIPv6(address) || /^::ffff:[\d.]+$/i.test(address)) return address.replace(/^::ffff:/i, '')
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(8 - before.length - after.length, 0)
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}

function tooMany(wait: number): Refusal {
  const minutes = Math.ceil(wait / 60)
  return new Refusal(
    429,
    'too-many-attempts',
    `Too many sign-ins failed. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    undefined,
    wait,
  )
}
