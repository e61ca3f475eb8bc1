import type * as z from 'zod/mini'
import { parseJson } from '#lib/parse-json.ts'
import { Refusal } from '#gateway/refusal.ts'

/**
 * The answer of MAAS, parsed by the schema. Throws a Refusal. @param what the requested object, for messages:
 * "boot-sources"
 */
export function readAnswer<T>(what: string, text: string, schema: z.ZodMiniType<T>): T {
  const json = parseJson(text)
  if (json === undefined) {
    const message = `MAAS answered ${what} with incomplete JSON. Try again. If the error persists, something between this server and MAAS damages its answers.`
    throw new Refusal(502, 'region-unreadable', message)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const message = `MAAS answered ${what} in a form that this page does not understand.`
  throw new Refusal(502, 'region-unreadable', message)
}
