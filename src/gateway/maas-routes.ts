import * as z from 'zod/mini'
import {
  bootResource,
  bootSource,
  CONFIG_NAMES,
  maasUser,
  maasVersion,
  newSelection,
  selection,
} from '#contract/maas.ts'
import { MOST_BODY } from './caller-limits.ts'
import { check } from './check.ts'
import { encodeForm, encodeMultipart } from './encode.ts'
import type { MaasAnswer } from './maas-error.ts'
import { Refusal } from './refusal.ts'
import type { MaasBody } from './region-exchange.ts'
import type { KeyRoute } from './routes.ts'

const API = '/MAAS/api/2.0'
// each part begins with what the one before cannot hold: else spaces without end would take hours
const base64 = z.string().check(z.maxLength(1_000_000), z.regex(/^[A-Za-z0-9+/\s]*(=\s*){0,2}$/))
const short = z.string().check(z.maxLength(2_000))
const sourceChange = z.object({
  url: z.optional(short),
  keyring_filename: z.optional(short),
  /** base64 */
  keyring_data: z.optional(base64),
  // MAAS 3.8 and later; older ones pass over it
  name: z.optional(z.string().check(z.maxLength(255))),
  priority: z.optional(z.int().check(z.nonnegative())),
  enabled: z.optional(z.boolean()),
  skip_keyring_verification: z.optional(z.boolean()),
})
const newSource = z.extend(sourceChange, { url: short })
const setting = z.union([
  z.object({
    name: z.literal('boot_images_auto_import'),
    value: z.union([z.boolean(), z.enum(['true', 'false'])]),
  }),
  z.object({
    name: z.enum(CONFIG_NAMES).check(z.refine((name) => name !== 'boot_images_auto_import')),
    value: short,
  }),
])

const configValue = z.nullable(z.union([z.boolean(), short]))

/** The calls of MAAS that the page may make, on MAAS's own paths, JSON in and JSON out. Nothing else passes. */
export function maasRoutes(): KeyRoute[] {
  const read = <T>(
    path: string,
    schema: z.ZodMiniType<T>,
    handle: (ids: readonly number[]) => string,
  ): KeyRoute => ({
    method: 'GET',
    path: `${API}/${path}`,
    handle: async ({ ids }, { region }) => ({ status: 200, body: await region.get(handle(ids), schema) }),
  })
  const write = <T>(
    method: 'POST' | 'PUT',
    path: string,
    target: (ids: readonly number[]) => string,
    encode: (body: unknown) => Promise<MaasBody> | MaasBody,
    answer: z.ZodMiniType<T>,
    most?: number,
  ): KeyRoute => ({
    method,
    path: `${API}/${path}`,
    ...(most !== undefined && { most }),
    handle: async ({ ids, body }, { region }) => {
      const encoded = await encode(body)
      const said = await region.send(method, target(ids), { body: encoded })
      return { status: said.status, body: parseAnswer(said, answer) }
    },
  })
  const remove = (path: string, target: (ids: readonly number[]) => string): KeyRoute => ({
    method: 'DELETE',
    path: `${API}/${path}`,
    handle: async ({ ids }, { region }) => {
      await region.send('DELETE', target(ids))
      return { status: 204 }
    },
  })
  const order = (op: string): KeyRoute => ({
    method: 'POST',
    path: `${API}/boot-resources/`,
    op,
    handle: async (_, { region }) => {
      const { text } = await region.send('POST', 'boot-resources/', { query: { op } })
      return { status: 200, body: { message: text.trim().slice(0, 500) } }
    },
  })

  const sources = () => 'boot-sources/'
  const source = ([id]: readonly number[]) => `boot-sources/${id}/`
  const selections = ([id]: readonly number[]) => `boot-sources/${id}/selections/`
  const oneSelection = ([id, selectionId]: readonly number[]) =>
    `boot-sources/${id}/selections/${selectionId}/`

  return [
    read('boot-sources/', z.array(bootSource), sources),
    write('POST', 'boot-sources/', sources, encodeSource(newSource), bootSource, MOST_BODY.keyring),
    read('boot-sources/{id}/', bootSource, source),
    write('PUT', 'boot-sources/{id}/', source, encodeSource(sourceChange), bootSource, MOST_BODY.keyring),
    remove('boot-sources/{id}/', source),

    read('boot-sources/{id}/selections/', z.array(selection), selections),
    write('POST', 'boot-sources/{id}/selections/', selections, encodeSelection, selection),
    read('boot-sources/{id}/selections/{id}/', selection, oneSelection),
    write('PUT', 'boot-sources/{id}/selections/{id}/', oneSelection, encodeSelection, selection),
    remove('boot-sources/{id}/selections/{id}/', oneSelection),

    read('boot-resources/', z.array(bootResource), () => 'boot-resources/'),
    ask('boot-resources/', 'is_importing', z.boolean()),
    order('import'),
    order('stop_import'),
    remove('boot-resources/{id}/', ([id]) => `boot-resources/${id}/`),

    {
      method: 'GET',
      path: `${API}/maas/`,
      op: 'get_config',
      names: CONFIG_NAMES,
      handle: async ({ name }, { region }) => ({
        status: 200,
        body: await region.get('maas/', configValue, { op: 'get_config', name }),
      }),
    },
    { method: 'POST', path: `${API}/maas/`, op: 'set_config', handle: setConfig },
    {
      method: 'POST',
      path: `${API}/notifications/{id}/`,
      op: 'dismiss',
      changes: 'notifications',
      handle: async ({ ids: [id] }, { region }) => {
        await region.send('POST', `notifications/${id}/`, { query: { op: 'dismiss' } })
        return { status: 204 }
      },
    },
    read('version/', maasVersion, () => 'version/'),
    ask('users/', 'whoami', maasUser),
  ]

  function ask<T>(path: string, op: string, schema: z.ZodMiniType<T>): KeyRoute {
    return {
      method: 'GET',
      path: `${API}/${path}`,
      op,
      handle: async (_, { region }) => ({ status: 200, body: await region.get(path, schema, { op }) }),
    }
  }
}

// MAAS takes every word but "false" for true, so only true and false pass.
const setConfig: KeyRoute['handle'] = async ({ body }, { region }) => {
  await region.send('POST', 'maas/', { query: { op: 'set_config' }, body: encodeForm(check(setting, body)) })
  return { status: 204 }
}

const encodeSelection = (body: unknown) => encodeForm(check(newSelection, body))

const encodeSource = (schema: z.ZodMiniType<z.infer<typeof sourceChange>>) => (body: unknown) => {
  const { keyring_data: data, ...fields } = check(schema, body)
  return data
    ? encodeMultipart(fields, { name: 'keyring_data', bytes: Buffer.from(data, 'base64') })
    : encodeForm(fields)
}

function parseAnswer<T>({ text }: MaasAnswer, schema: z.ZodMiniType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Refusal(502, 'region-unreadable', 'MAAS answered in a form this page does not understand.')
  }
}
