/** How many calls are allowed: `perMinute` in the long run, `burst` more at once after a pause. */
export type Allowance = { readonly perMinute: number; readonly burst: number }

export type Budget = {
  /** Takes up to `wanted` calls from what is left, and returns how many. */
  take(wanted: number, allowance: Allowance): number
}

/** A token bucket. It starts full; in any minute at most `perMinute + burst` calls are given out. */
export function createBudget(now: () => number): Budget {
  let left = Infinity
  let at = now()
  return {
    take(wanted, { perMinute, burst }) {
      const time = now()
      left = Math.min(burst, left + (Math.max(0, time - at) / 60_000) * perMinute)
      at = time
      const taken = Math.max(0, Math.min(wanted, Math.floor(left)))
      left -= taken
      return taken
    },
  }
}
