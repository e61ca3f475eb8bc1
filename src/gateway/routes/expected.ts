import * as z from 'zod/mini'
import { parseBody } from '#gateway/http/parse-body.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Claim } from './write-locks.ts'

/** What a write expects MAAS to have; throws a Refusal when it is missing. */
export function readExpected<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'expected')) {
    const message = 'This page is older than its gateway. Reload the page, then try again.'
    throw new Refusal(400, 'bad-request', message)
  }
  return parseBody(z.object({ expected: schema }), body).expected
}

/** Writes to the list of sources run one at a time. */
export const ALL_SOURCES: Claim = { key: 'sources', alone: true }

/** A write to a source excludes writes to its selections, which exclude only writes to the source. */
export const claimOf = (sourceId: number | undefined, alone: boolean): Claim => ({
  key: `source ${sourceId}`,
  alone,
})
