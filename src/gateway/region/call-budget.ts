/** How many calls are allowed: `perMinute` in the long run, `burst` more at once after a pause. */
export type Allowance = { readonly perMinute: number; readonly burst: number }

type Budget = {
  /** Takes up to `wanted` calls from what is left, and returns how many. */
  take(wanted: number, allowance: Allowance): number
  /** Takes `wanted` calls, or none where fewer are left; whether it took them. */
  takeAll(wanted: number, allowance: Allowance): boolean
}

/** A token bucket. It starts full; in any minute at most `perMinute + burst` calls are given out. */
export function createCallBudget(now: () => number): Budget {
  let left = Infinity
  let at = now()
  function refill({ perMinute, burst }: Allowance): number {
    const time = now()
    left = Math.min(burst, left + (Math.max(0, time - at) / 60_000) * perMinute)
    at = time
    return Math.max(0, Math.floor(left))
  }
  return {
    take(wanted, allowance) {
      const taken = Math.max(0, Math.min(wanted, refill(allowance)))
      left -= taken
      return taken
    },
    takeAll(wanted, allowance) {
      if (refill(allowance) < wanted) return false
      left -= wanted
      return true
    },
  }
}
