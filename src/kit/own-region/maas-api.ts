import * as z from 'zod/mini'
import { bootResource, type BootResource } from '#contract/boot-resource.ts'
import { bootSource, maasUser, maasVersion, selection } from '#contract/maas.ts'
import type { BootSource, MaasUser, Selection } from '#contract/maas.ts'
import { oauthHeader, parseApiKey } from '#gateway/region/oauth.ts'

/** The fields of a form; MAAS reads a Blob as an uploaded file. */
export type FormFields = Readonly<Record<string, string | readonly string[] | Blob>>

/** MAAS's own API, without the product: what the suite compares the page with, and restores a region with. */
export type MaasApi = {
  version(): Promise<string>
  user(): Promise<MaasUser>
  sources(): Promise<BootSource[]>
  selections(sourceId: number): Promise<Selection[]>
  resources(): Promise<BootResource[]>
  isImporting(): Promise<boolean>
  /** Sends a form. `path` follows `/MAAS/api/2.0/`. Rejects with MAAS's answer if it refuses. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, form?: FormFields): Promise<void>
}

const importing = z.boolean()

/** `url` as in MAAS_URL: http://maas.example.com:5240/MAAS. Throws if the key is not an API key. */
export function createMaasApi(url: string, apiKey: string): MaasApi {
  const key = parseApiKey(apiKey)
  if (key === null)
    throw new Error('MAAS_API_KEY is not an API key: it has three parts, separated by colons.')
  const root = `${url.replace(/\/+$/, '')}/api/2.0/`

  async function call(method: string, path: string, form?: FormFields): Promise<Response> {
    const answer = await fetch(root + path, {
      method,
      headers: { authorization: oauthHeader(key as NonNullable<typeof key>) },
      ...(form && { body: bodyOf(form) }),
    })
    if (!answer.ok)
      throw new Error(`${method} ${path}: MAAS answers ${answer.status}: ${await answer.text()}`)
    return answer
  }
  async function read<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
    return schema.parse(await (await call('GET', path)).json())
  }
  return {
    version: async () => (await read('version/', maasVersion)).version,
    user: () => read('users/?op=whoami', maasUser),
    sources: () => read('boot-sources/', z.array(bootSource)),
    selections: (id) => read(`boot-sources/${id}/selections/`, z.array(selection)),
    resources: () => read('boot-resources/', z.array(bootResource)),
    isImporting: () => read('boot-resources/?op=is_importing', importing),
    send: async (method, path, form) => void (await call(method, path, form)),
  }
}

/** MAAS reads lists as a field that is repeated. */
function bodyOf(form: FormFields): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(form)) {
    if (value instanceof Blob) body.append(name, value, name)
    else for (const one of [value].flat()) body.append(name, one)
  }
  return body
}
