import { ApiError } from './client.ts'

const USUAL_MS = 10_000
const LONGEST_MS = 5 * 60_000

/**
 * The delay before a failed read is repeated, in ms: what MAAS requests, up to some minutes, or a short default. The
 * time of the failure adds up to a quarter, so that pages that failed together do not retry together.
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
