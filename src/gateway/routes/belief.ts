import * as z from 'zod/mini'
import { parseBody } from '#gateway/http/parse-body.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { Claim } from './write-locks.ts'

/** What a write believes to be in MAAS; throws a Refusal where it says nothing of it. */
export function beliefOf<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'believed')) {
    const message =
      'This page is older than its gateway: it does not say what it expects to find in MAAS. Reload the page, then try again.'
    throw new Refusal(400, 'bad-request', message)
  }
  return parseBody(z.object({ believed: schema }), body).believed
}

/** A write of the list of sources has it for itself. */
export const ALL_SOURCES: Claim = { key: 'sources', alone: true }

/** A write of a source keeps all writes of its selections out; those only keep out the writes of the source. */
export const claimOf = (sourceId: number | undefined, alone: boolean): Claim => ({
  key: `source ${sourceId}`,
  alone,
})
