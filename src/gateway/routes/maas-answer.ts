import type * as z from 'zod/mini'
import type { MaasAnswer } from '#gateway/region/maas-error.ts'
import { Refusal } from '#gateway/refusal.ts'

/** The path of the API of MAAS, which the gateway also uses. */
export const API = '/MAAS/api/2.0'

/** The answer of MAAS to a write, checked by the schema; throws a Refusal. */
export function parseAnswer<T>({ text }: MaasAnswer, schema: z.ZodMiniType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Refusal(502, 'region-unreadable', 'MAAS answered in a form this page does not understand.')
  }
}
