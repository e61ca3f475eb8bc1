import { WAITS } from '#contract/gateway.ts'
import { Refusal } from '#gateway/refusal.ts'

/** Something that a piece of work needs for itself (`alone`), or shares with others that do. */
export type Claim = { readonly key: string; readonly alone: boolean }

/**
 * Does work when all earlier work that claims the same is over. Throws a Refusal where that takes too long.
 * @param by the ID of the caller
 */
export type WithLocks = <T>(by: number, claims: readonly Claim[], work: () => Promise<T>) => Promise<T>

type Turn = { readonly by: number; readonly claims: readonly Claim[]; readonly over: Promise<void> }

/** Work at a time, waiting or under way; and that of one caller, who may be anyone with a key of MAAS. */
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
 * Turns in the order of their coming. A claim is kept for as long as its work takes: nothing is left of it afterwards,
 * and at most 50 are kept, and 20 of one caller.
 * @param patienceMs how long work waits for its turn.
 */
export function createWriteLocks({
  most = MOST,
  mostByOne = MOST_BY_ONE,
  patienceMs = WAITS.turnMs,
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
      if (before.length > 0) await within(patienceMs, Promise.all(before))
      return await work()
    } finally {
      // those behind wait for those before as well, so giving up lets no one overtake
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
