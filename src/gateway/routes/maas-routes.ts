import * as z from 'zod/mini'
import { bootSource, CONFIG_NAMES, maasUser, maasVersion, selection } from '#contract/maas.ts'
import { bootResource } from '#contract/boot-resource.ts'
import { withoutPasswords } from '#gateway/answers/without-passwords.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { API } from './api-path.ts'
import type { KeyRoute } from './routes.ts'
import { selectionWrites } from './selection-writes.ts'
import { settingWrites } from './setting-writes.ts'
import { sourceWrites } from './source-writes.ts'
import { createWriteLocks } from './write-locks.ts'

const configValue = z.nullable(z.union([z.boolean(), z.string().check(z.maxLength(2_000))]))

/**
 * The MAAS calls that the page may make, on MAAS's own paths, with JSON in both directions. All other calls are
 * refused.
 * @param versionOf the version of this MAAS, '' when it is not known
 */
export function maasRoutes(versionOf: () => Promise<string>): KeyRoute[] {
  const withLocks = createWriteLocks()
  const emptyIsAll = async () => capabilitiesOf(await versionOf()).syncsSelections
  const read = <T>(
    path: string,
    schema: z.ZodMiniType<T>,
    handle: (ids: readonly number[]) => string,
  ): KeyRoute => ({
    method: 'GET',
    path: `${API}/${path}`,
    handle: async ({ ids }, { region }) => ({ status: 200, body: await region.get(handle(ids), schema) }),
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
    read('boot-sources/{id}/', bootSource, source),
    read('boot-sources/{id}/selections/', z.array(selection), selections),
    read('boot-sources/{id}/selections/{id}/', selection, oneSelection),
    ...sourceWrites(withLocks, emptyIsAll),
    ...selectionWrites(withLocks, emptyIsAll),

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
      handle: async ({ name }, { region }) => {
        const value = await region.get('maas/', configValue, { op: 'get_config', name })
        return { status: 200, body: typeof value === 'string' ? withoutPasswords(value) : value }
      },
    },
    settingWrites(withLocks),
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
