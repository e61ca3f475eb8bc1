/** What one request takes of a room. */
export type Reservation = {
  /** It takes this many bytes now; false: there is no room for them. */
  grow(bytes: number): boolean
  /** Nothing of it is needed any more. */
  release(): void
}
export type MemoryBudget = {
  readonly open: () => Reservation
  /** Bytes held now. */
  readonly held: () => number
}
type Size = {
  /** Bytes of all requests together. */
  readonly most: number
  /** Bytes of each that are not counted, so that usual requests always find room: connections bound how many there are. */
  readonly free: number
}

/** Bounds the bytes that the process holds for requests. */
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
