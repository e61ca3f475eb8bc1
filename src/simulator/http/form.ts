import { parseJson } from '#lib/parse-json.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'

/** The fields of a request body, whatever its encoding. `text` returns the last value of a repeated field. */
export type Form = {
  /** The operation that a form names; MAAS reads none from JSON. */
  op: string | undefined
  text: (name: string) => string | undefined
  list: (name: string) => string[] | undefined
  file: (name: string) => Uint8Array | undefined
}

/** A field that MAAS requires before it checks anything else. Throws MAAS's refusal if it was not sent. */
export function needed(name: string, given: string | null | undefined): string {
  if (given == null) throw new MaasRefusal({ kind: 'refused', message: `No provided ${name}!` })
  return given
}

type Fields = Map<string, string[]>

/**
 * Reads urlencoded, multipart and JSON bodies of POST and PUT; any other body has no fields. Throws MAAS's
 * refusal for broken JSON. JSON that is not an object fails only when one of its fields is used.
 */
export async function readForm(request: Request): Promise<Form> {
  if (request.method !== 'POST' && request.method !== 'PUT') return formOf(new Map())
  const isJson = typeOf(request).startsWith('application/json')
  return isJson ? jsonForm(await request.text()) : readPostForm(request)
}

/** Reads a body like the pages outside the API, which accept no JSON. */
export async function readPostForm(request: Request): Promise<Form> {
  const type = typeOf(request)
  if (type.startsWith('application/x-www-form-urlencoded'))
    return formOf(collected(new URLSearchParams(await request.text())))
  if (type.startsWith('multipart/form-data')) return multipart(request)
  return formOf(new Map())
}

const typeOf = (request: Request) => request.headers.get('Content-Type') ?? ''

const formOf = (fields: Fields, files: ReadonlyMap<string, Uint8Array> = new Map()): Form => ({
  op: fields.get('op')?.at(-1),
  text: (name) => fields.get(name)?.at(-1),
  list: (name) => fields.get(name),
  file: (name) => files.get(name),
})

function collected(pairs: Iterable<[string, string]>): Fields {
  const fields: Fields = new Map()
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
  // like MAAS, this finds no fields in a body that is not multipart
  const data = await request.formData().catch(() => new FormData())
  const parts: [string, string | File][] = [...data.entries()]
  for (const [name, value] of parts) {
    if (typeof value === 'string') texts.push([name, value])
    else files.set(name, new Uint8Array(await value.arrayBuffer()))
  }
  return formOf(collected(texts), files)
}

function jsonForm(body: string): Form {
  if (body === '') return formOf(new Map())
  const value = parseJson(body)
  if (value === undefined) throw new MaasRefusal({ kind: 'unreadable', message: 'Bad Request' })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fieldlessForm(value)
  const fields = Object.entries(value).map(([name, item]): [string, string[]] => [
    name,
    (Array.isArray(item) ? item : [item]).map(String),
  ])
  return { ...formOf(new Map(fields)), op: undefined }
}

/** Recorded from 3.5.13 for a list. */
function fieldlessForm(value: unknown): Form {
  const fail = () => {
    throw new MaasRefusal({
      kind: 'crash',
      message: `'${pythonType(value)}' object has no attribute 'items'`,
    })
  }
  return { op: undefined, text: fail, list: fail, file: fail }
}

function pythonType(value: unknown): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(value) ? 'int' : 'float'
}
