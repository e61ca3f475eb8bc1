/** The bytes of one body. */
export type Holding = {
  /** The body has this many bytes now; false: there is no room for them. */
  grow(bytes: number): boolean
  /** Nothing of it is needed any more. */
  release(): void
}
export type BodyBytes = {
  open(signedIn: boolean): Holding
  /** Bytes held now. */
  readonly held: () => number
}
type Limits = { readonly bodyBytes: number; readonly strangerBodyBytes: number }

/**
 * Not counted of each body, so that a sign-in always finds room: the number of connections bounds how many there are.
 */
const FREE = 1_024

/** Bounds the bytes of all bodies that the process holds. Callers who are not signed in have a room of their own. */
export function createBodyBytes({ bodyBytes, strangerBodyBytes }: Limits): BodyBytes {
  const rooms = { signedIn: { most: bodyBytes, held: 0 }, strangers: { most: strangerBodyBytes, held: 0 } }
  return {
    open(signedIn) {
      const room = signedIn ? rooms.signedIn : rooms.strangers
      let own = 0
      return {
        grow(bytes) {
          const more = Math.max(0, bytes - FREE) - own
          if (more > 0 && room.held + more > room.most) return false
          room.held += more
          own += more
          return true
        },
        release() {
          room.held -= own
          own = 0
        },
      }
    },
    held: () => rooms.signedIn.held + rooms.strangers.held,
  }
}
