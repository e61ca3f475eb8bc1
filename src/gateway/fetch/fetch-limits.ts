/** What a stream may take of this machine. */
export type FetchLimits = {
  readonly connectMs: number
  /** Without a byte. */
  readonly idleMs: number
  /** Of one file, as it travels and unpacked. */
  readonly bytes: number
  readonly headerBytes: number
}

export const FETCH_LIMITS: FetchLimits = {
  connectMs: 5_000,
  idleMs: 10_000,
  bytes: 32 * 1024 * 1024,
  headerBytes: 16 * 1024,
}
