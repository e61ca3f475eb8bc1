import { Refusal } from '#gateway/refusal.ts'

const KB = 1_024
const MB = 1_024 * KB

/** The largest body in bytes, by what a route takes. */
export const MOST_BODY = {
  /** A user name and a password, or an API key. */
  signIn: 8 * KB,
  /** A selection with all architectures of a mirror, a setting, a command without content. */
  usual: 64 * KB,
  /** A keyring. */
  keyring: MB,
} as const

/** How much of the gateway all callers together may use. */
export type CallerLimits = {
  /** ms until a whole request has arrived, for callers who are not signed in and on connections over the limit. */
  readonly strangerMs: number
  /** Open connections, in all and per address that is not a trusted proxy. */
  readonly connections: number
  readonly connectionsPerAddress: number
  /** Bytes of bodies that are being read or handled, for signed-in callers. */
  readonly bodyBytes: number
  /** The same for all other callers, so that they cannot keep signed-in users out. */
  readonly strangerBodyBytes: number
  /** Bytes of the addresses and headers of unanswered requests. */
  readonly headerBytes: number
}
/** Bytes of one request that do not count: enough for a sign-in, and for the headers of browsers and proxies. */
export const UNCOUNTED = { body: KB, headers: 8 * KB } as const

export const CALLER_LIMITS: CallerLimits = {
  strangerMs: 5_000,
  connections: 1_024,
  connectionsPerAddress: 128,
  bodyBytes: 16 * MB,
  strangerBodyBytes: 2 * MB,
  headerBytes: 8 * MB,
}

/** Seconds after which another try makes sense. */
const RETRY_SECONDS = 5

/** The exhausted resource: connections, or memory for requests. */
export type Overload = 'connections' | 'memory'

/** The gateway has no capacity for a request. */
export class Overloaded extends Refusal {}

/** The answer to a request that the gateway has no capacity for. */
export function busy(overload: Overload): Overloaded {
  const what =
    overload === 'connections' ? 'has too many open connections' : 'is receiving too much data at the moment'
  const message = `The gateway ${what}. Try again in ${RETRY_SECONDS} seconds.`
  return new Overloaded(503, 'busy', message, undefined, RETRY_SECONDS)
}
