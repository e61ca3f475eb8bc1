/** Allowed calls: `perMinute` in the long run, plus `burst` after a pause. */
export type Allowance = { readonly perMinute: number; readonly burst: number }

type Budget = {
  /** Takes up to `wanted` of the calls that are left, and returns how many. */
  take(wanted: number, allowance: Allowance): number
  /** Takes `wanted` calls, or none if fewer are left. Returns whether it took them. */
  takeAll(wanted: number, allowance: Allowance): boolean
}

/** A token bucket. It starts full; in any minute it grants at most `perMinute + burst` calls. */
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
