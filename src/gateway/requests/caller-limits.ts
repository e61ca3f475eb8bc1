import { Refusal } from '#gateway/refusal.ts'

const KB = 1_024
const MB = 1_024 * KB

/** The largest body, bytes, by what a route takes. */
export const MOST_BODY = {
  /** A user name and a password, or an API key. */
  signIn: 8 * KB,
  /** A selection with all architectures of a mirror, a setting, an order without content. */
  usual: 64 * KB,
  /** A keyring. */
  keyring: MB,
} as const

/** What all callers together may take of the gateway. */
export type CallerLimits = {
  /** ms until all of a request is there, for callers who are not signed in and on connections that are too many. */
  readonly strangerMs: number
  /** Open connections, and those of one address that is no trusted proxy. */
  readonly connections: number
  readonly connectionsPerAddress: number
  /** Bytes of bodies that are being read or carried out, for callers who are signed in. */
  readonly bodyBytes: number
  /** The same for all others, so that they cannot keep signed-in users out. */
  readonly strangerBodyBytes: number
  /** Bytes of the addresses and headers of requests that are not answered yet. */
  readonly headerBytes: number
}
/** Bytes of one request that are not counted: a sign-in, and what browsers and proxies send as headers. */
export const UNCOUNTED = { body: KB, headers: 8 * KB } as const

export const CALLER_LIMITS: CallerLimits = {
  strangerMs: 5_000,
  connections: 1_024,
  connectionsPerAddress: 128,
  bodyBytes: 16 * MB,
  strangerBodyBytes: 2 * MB,
  headerBytes: 8 * MB,
}

/** Seconds after which a caller may find room. */
const COME_BACK = 5

/** What is full: connections, or the room for requests. */
export type Full = 'connections' | 'room'

/** There is no room for a request. */
export class NoRoom extends Refusal {}

/** The answer to a request there is no room for. */
export function busy(full: Full): NoRoom {
  const what =
    full === 'connections' ? 'has too many open connections' : 'is receiving too much data at the moment'
  const message = `The gateway ${what}. Try again in ${COME_BACK} seconds.`
  return new NoRoom(503, 'busy', message, undefined, COME_BACK)
}
