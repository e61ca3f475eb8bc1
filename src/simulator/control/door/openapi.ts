import * as z from 'zod/mini'
import { CONTROL_PATH, OPERATIONS } from '#simulator/control/operations.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of the control API, made from the table of its operations. */
export function openApi(): Json {
  const paths: Record<string, Json> = {}
  for (const [id, operation] of Object.entries(OPERATIONS)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    const input = schemaOf(operation.input, 'input')
    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => String(name))
    const body = without(input, inPath)
    ;(paths[path] ??= {})[operation.method.toLowerCase()] = {
      operationId: id,
      summary: operation.summary,
      ...(inPath.length > 0 && {
        parameters: inPath.map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: propertiesOf(input)[name] ?? {},
        })),
      }),
      ...(body !== null && {
        requestBody: {
          required: Array.isArray(body['required']) && body['required'].length > 0,
          content: json(body),
        },
      }),
      responses: {
        200: { description: 'Done.', content: json(schemaOf(operation.answer, 'output')) },
        ...ERRORS,
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MAAS Images: control API of the embedded region',
      version: '1',
      description:
        'Changes the embedded region from outside, for tests and demos: its state, its clock, its streams, and faults. It listens on 127.0.0.1 only.',
    },
    servers: [{ url: CONTROL_PATH }],
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  }
}

const json = (schema: Json) => ({ 'application/json': { schema } })

const ERROR: Json = {
  type: 'object',
  required: ['error', 'wrong'],
  properties: {
    error: { type: 'string', description: 'The whole message, in words.' },
    wrong: {
      type: 'array',
      description: 'What is wrong with the body, by path.',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
const ERRORS = Object.fromEntries(
  Object.entries({
    400: 'A value is wrong. Nothing has changed.',
    401: 'The token is missing or wrong.',
    404: 'What the call names does not exist. Nothing has changed.',
    409: 'The region cannot do this now. Nothing has changed.',
  }).map(([status, description]) => [status, { description, content: json(ERROR) }]),
)

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io }) as Json
  return rest
}

const propertiesOf = (schema: Json) => (schema['properties'] ?? {}) as Record<string, Json>

/** The schema of the body: without the parts of the path; null if nothing is left. */
function without(schema: Json, names: readonly string[]): Json | null {
  const properties = Object.entries(propertiesOf(schema)).filter(([name]) => !names.includes(name))
  if (properties.length === 0) return null
  const required = ((schema['required'] ?? []) as string[]).filter((name) => !names.includes(name))
  return { ...schema, properties: Object.fromEntries(properties), required }
}
