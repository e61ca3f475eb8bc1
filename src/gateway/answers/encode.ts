import type { MaasBody } from '#gateway/region/region-exchange.ts'

type Fields = Readonly<Record<string, string | boolean | number | readonly string[] | undefined>>

/** Fields as MAAS's forms read them: lists as repeated keys, absent fields left out. */
export function encodeForm(fields: Fields): MaasBody {
  const form = new URLSearchParams()
  for (const [name, value] of pairs(fields)) form.append(name, value)
  return { type: 'application/x-www-form-urlencoded', bytes: form.toString() }
}

/** The same with one file part of raw bytes: MAAS silently ignores `keyring_data` sent any other way. */
export async function encodeMultipart(
  fields: Fields,
  file: { name: string; bytes: Uint8Array },
): Promise<MaasBody> {
  const form = new FormData()
  for (const [name, value] of pairs(fields)) form.append(name, value)
  form.append(file.name, new Blob([new Uint8Array(file.bytes)]), file.name)
  const encoded = new Response(form)
  return {
    type: encoded.headers.get('content-type') ?? 'multipart/form-data',
    bytes: new Uint8Array(await encoded.arrayBuffer()),
  }
}

function pairs(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    if (typeof value === 'string') return [[name, value]]
    if (typeof value === 'boolean' || typeof value === 'number') return [[name, String(value)]]
    return value.map((one) => [name, one])
  })
}
