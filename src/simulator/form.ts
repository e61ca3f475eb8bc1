import { Refusal } from './refusal.ts'

/** The fields of a request body, whatever its encoding. Of a repeated field `text` is the last one. */
export type Form = {
  text: (name: string) => string | undefined
  list: (name: string) => string[] | undefined
  file: (name: string) => Uint8Array | undefined
}

/**
 * Reads urlencoded, multipart and JSON bodies; any other body has no fields.
 * Throws a Refusal for JSON that is broken or no object, with what MAAS says then.
 */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get('Content-Type') ?? ''
  if (type.startsWith('application/json')) return form(jsonFields(await request.text()), new Map())
  if (type.startsWith('application/x-www-form-urlencoded'))
    return form(collected(new URLSearchParams(await request.text())), new Map())
  if (type.startsWith('multipart/form-data')) {
    if (!/;\s*boundary=/i.test(type)) throw new Refusal({ kind: 'unreadable', message: '' })
    return multipart(request)
  }
  return form(new Map(), new Map())
}

function form(fields: Map<string, string[]>, files: Map<string, Uint8Array>): Form {
  return {
    text: (name) => fields.get(name)?.at(-1),
    list: (name) => fields.get(name),
    file: (name) => files.get(name),
  }
}

function collected(pairs: Iterable<[string, string]>): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [value])
    else values.push(value)
  }
  return fields
}

async function multipart(request: Request): Promise<Form> {
  const texts: [string, string][] = []
  const files = new Map<string, Uint8Array>()
  // a body that is no multipart has no fields for MAAS either
  const data = await request.formData().catch(() => new FormData())
  const parts: [string, string | File][] = [...data.entries()]
  for (const [name, value] of parts) {
    if (typeof value === 'string') texts.push([name, value])
    else files.set(name, new Uint8Array(await value.arrayBuffer()))
  }
  return form(collected(texts), files)
}

function jsonFields(body: string): Map<string, string[]> {
  if (body === '') return new Map()
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new Refusal({ kind: 'unreadable', message: 'Bad Request' })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal({ kind: 'crash', message: "'list' object has no attribute 'items'" })
  return new Map(
    Object.entries(value).map(([name, item]) => [name, (Array.isArray(item) ? item : [item]).map(String)]),
  )
}
