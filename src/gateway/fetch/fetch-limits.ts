/** Limits for reading a source. */
export type FetchLimits = {
  readonly connectMs: number
  /** Longest time without a byte. */
  readonly idleMs: number
  /** Of one file, compressed and uncompressed. */
  readonly bytes: number
  readonly headerBytes: number
}

export const FETCH_LIMITS: FetchLimits = {
  connectMs: 5_000,
  idleMs: 10_000,
  bytes: 32 * 1024 * 1024,
  headerBytes: 16 * 1024,
}
