import type * as z from 'zod/mini'
import { Refusal } from '#gateway/refusal.ts'

/** A request body that matches the schema; throws a Refusal that names the wrong fields. */
export function parseBody<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const fields: Record<string, string[]> = {}
  for (const { path, message } of parsed.error.issues)
    (fields[String(path[0] ?? '__all__')] ??= []).push(message)
  throw new Refusal(400, 'bad-request', 'The request is incomplete or malformed.', fields)
}
