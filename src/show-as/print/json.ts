import * as z from 'zod/mini'
import type { ApiCall, Segment } from '#show-as/rules/call.ts'
import { callsOf } from '#show-as/rules/calls.ts'
import type { Plan } from '#show-as/rules/model.ts'

const OPS = ['import', 'stop_import', 'set_config'] as const
const isOp = (op: string | undefined): op is (typeof OPS)[number] => OPS.some((one) => one === op)

const field = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  /** The content of the file whose path is in this variable. */
  z.strictObject({ name: z.string(), file: z.string() }),
])

/** A plan as requests to API 2.0 of MAAS. Variables are written as in a shell: `$SOURCE`. */
export const requestList = z.strictObject({
  format: z.literal('maas-images/requests'),
  version: z.literal(1),
  /** The version of MAAS that the requests are for. */
  maas: z.string(),
  requests: z.array(
    z.strictObject({
      title: z.string(),
      method: z.enum(['POST', 'PUT', 'DELETE']),
      path: z
        .string()
        .check(z.regex(/^\/MAAS\/api\/2\.0\/[a-z-]+\/(([0-9]+|\$SOURCE(_[0-9]+)?|selections)\/)*$/)),
      op: z.optional(z.enum(OPS)),
      /** Sent as multipart/form-data, in this order; a list is a repeated field. */
      fields: z.array(field),
      /** The variable that keeps `id` of the answer. */
      keepIdAs: z.optional(z.string()),
      /** MAAS refuses the request until it has read the source: repeat it. */
      repeatUntilRead: z.optional(z.literal(true)),
      /** Wait until no import runs, before or after the request. */
      waitForImportEnd: z.optional(z.enum(['before', 'after'])),
    }),
  ),
})
type RequestList = z.infer<typeof requestList>

/** A plan as JSON for other programs. */
export function planJson(plan: Plan): string {
  const list: RequestList = {
    format: 'maas-images/requests',
    version: 1,
    maas: plan.version,
    requests: callsOf(plan).map(requestOf),
  }
  return `${JSON.stringify(list, null, 2)}\n`
}

function requestOf({ title, method, path, op, fields, ...rest }: ApiCall): RequestList['requests'][number] {
  return {
    title,
    method,
    path: `/MAAS/api/2.0/${path.map(segmentText).join('/')}/`,
    ...(isOp(op) && { op }),
    fields: [...fields],
    ...(rest.keeps !== undefined && { keepIdAs: rest.keeps }),
    ...(rest.untilRead && { repeatUntilRead: true }),
    ...(rest.importEnds && { waitForImportEnd: rest.importEnds }),
  }
}

const segmentText = (segment: Segment): string =>
  typeof segment === 'object' ? `$${segment.variable}` : String(segment)
