import { WAITS } from '#contract/gateway.ts'
import { Refusal } from '#gateway/refusal.ts'

/** A lock that work needs exclusively (`alone`) or shares with other work. */
export type Claim = { readonly key: string; readonly alone: boolean }

/**
 * Runs work when all earlier work with conflicting claims is over. Throws a Refusal when that takes too long.
 * @param by the ID of the caller
 */
export type WithLocks = <T>(by: number, claims: readonly Claim[], work: () => Promise<T>) => Promise<T>

type Turn = { readonly by: number; readonly claims: readonly Claim[]; readonly over: Promise<void> }

/** Limits for waiting and running work, in all and per caller, who may be anyone with a MAAS key. */
const MOST = 50
const MOST_BY_ONE = 20

const tooMany = () =>
  new Refusal(
    503,
    'busy',
    'Other changes of selections or boot sources are in progress. Your change was not saved. Try again in a moment.',
    undefined,
    1,
  )

/**
 * Locks in the order of arrival. A claim takes memory only while its work waits or runs; there are at most 50, and 20 per
 * caller.
 * @param maxWaitMs how long work waits for its locks
 */
export function createWriteLocks({
  most = MOST,
  mostByOne = MOST_BY_ONE,
  maxWaitMs = WAITS.turnMs,
} = {}): WithLocks {
  const taken = new Set<Turn>()
  return async (by, claims, work) => {
    const own = [...taken].filter((turn) => turn.by === by)
    if (taken.size >= most || own.length >= mostByOne) throw tooMany()
    const before = [...taken].filter((turn) => clash(turn.claims, claims)).map(({ over }) => over)
    let end = () => {}
    const turn = { by, claims, over: new Promise<void>((resolve) => (end = resolve)) }
    taken.add(turn)
    try {
      if (before.length > 0) await within(maxWaitMs, Promise.all(before))
      return await work()
    } finally {
      // later work also waits for the earlier work, so it does not overtake when this one gives up
      taken.delete(turn)
      end()
    }
  }
}

const clash = (a: readonly Claim[], b: readonly Claim[]): boolean =>
  a.some((one) => b.some((other) => one.key === other.key && (one.alone || other.alone)))

async function within(ms: number, waiting: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooMany()), ms)
  })
  try {
    await Promise.race([waiting, late])
  } finally {
    clearTimeout(timer)
  }
}
