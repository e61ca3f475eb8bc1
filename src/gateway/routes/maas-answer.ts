import type * as z from 'zod/mini'
import type { MaasAnswer } from '#gateway/region/maas-error.ts'
import { Refusal } from '#gateway/refusal.ts'

/** Where MAAS has its API, and the gateway the calls of it that pass. */
export const API = '/MAAS/api/2.0'

/** What MAAS answered to a write, as the schema has it; throws a Refusal. */
export function parseAnswer<T>({ text }: MaasAnswer, schema: z.ZodMiniType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Refusal(502, 'region-unreadable', 'MAAS answered in a form this page does not understand.')
  }
}
