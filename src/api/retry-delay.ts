import { ApiError } from './client.ts'

const USUAL_MS = 10_000
const LONGEST_MS = 5 * 60_000

/**
 * How soon a read that failed is made again, in ms: when MAAS wants to be asked, at the latest after some minutes; else
 * soon. Up to a quarter longer, by the moment of the failure: pages that failed together come back apart.
 */
export function retryDelay({
  error,
  errorUpdatedAt,
}: {
  error: Error | null
  errorUpdatedAt: number
}): number {
  const asked = error instanceof ApiError ? (error.retryAfter ?? 0) * 1_000 : 0
  const apart = 1 + (errorUpdatedAt % 1_000) / 4_000
  return Math.round(Math.max(USUAL_MS, Math.min(asked, LONGEST_MS)) * apart)
}
