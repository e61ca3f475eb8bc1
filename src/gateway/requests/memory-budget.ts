/** The memory that one request uses of a budget. */
export type Reservation = {
  /** The request uses this many bytes now; false: they exceed the budget. */
  grow(bytes: number): boolean
  /** The request needs none of it anymore. */
  release(): void
}
export type MemoryBudget = {
  /** A reservation for one request. */
  readonly open: () => Reservation
  /** Bytes in use now. */
  readonly held: () => number
}
type Size = {
  /** Bytes of all requests together. */
  readonly most: number
  /**
   * Bytes of each request that do not count, so that usual requests always fit; the number of requests is limited
   * elsewhere.
   */
  readonly free: number
}

/** Limits the memory that the process uses for requests. */
export function createMemoryBudget({ most, free }: Size): MemoryBudget {
  let held = 0
  return {
    open() {
      let own = 0
      return {
        grow(bytes) {
          const more = Math.max(0, bytes - free) - own
          if (more > 0 && held + more > most) return false
          held += more
          own += more
          return true
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
    held: () => held,
  }
}
