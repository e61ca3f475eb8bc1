import * as z from 'zod/mini'
import { EXPECTED } from '#contract/expected.ts'
import { IMAGE_SETTINGS, PROXY_SWITCHES, type ImageSetting, type ProxySwitch } from '#contract/maas.ts'
import { encodeForm } from '#gateway/answers/encode.ts'
import { parseBody } from '#gateway/http/parse-body.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { API } from './api-path.ts'
import { readExpected } from './expected.ts'
import { comparedWrite } from './compared-write.ts'
import type { KeyRoute } from './routes.ts'
import type { Claim, WithLocks } from './write-locks.ts'

const text = z.string().check(z.maxLength(2_000))
/** MAAS takes any word except "false" as true, so only true and false are accepted. */
const autoImport = z.object({
  name: z.literal('boot_images_auto_import'),
  value: z.union([z.boolean(), z.enum(['true', 'false'])]),
})
// MAAS also accepts an empty release or OS, with which it can neither commission nor deploy
const imageSetting = z
  .object({ name: z.enum(IMAGE_SETTINGS), value: text })
  .check(z.refine(({ name, value }) => value !== '' || name === 'default_min_hwe_kernel'))
const proxySwitch = z.object({ name: z.enum(PROXY_SWITCHES), value: z.boolean() })
const setting = z.union([autoImport, imageSetting, proxySwitch])

/** What MAAS accepts for one setting depends on the others, so they are written one at a time. */
const SETTINGS: Claim = { key: 'settings', alone: true }

const storedValue = z.nullable(z.union([z.boolean(), text]))

const readSetting = async (region: RegionClient, name: ImageSetting | ProxySwitch): Promise<string> =>
  String((await region.get('maas/', storedValue, { op: 'get_config', name })) ?? '')

/**
 * Changes a setting. One that names an image or concerns the proxy is first read and compared with what the page
 * expects; for automatic sync, the new value is enough.
 */
export const settingWrites = (withLocks: WithLocks): KeyRoute => ({
  method: 'POST',
  path: `${API}/maas/`,
  op: 'set_config',
  handle: async ({ body }, { id: by, region }) => {
    const wanted = parseBody(setting, body)
    const write = async () => {
      await region.send('POST', 'maas/', { query: { op: 'set_config' }, body: encodeForm(wanted) })
      return { status: 204 }
    }
    if (wanted.name === 'boot_images_auto_import') return write()
    const { name } = wanted
    const expected = readExpected(EXPECTED.changeSetting, body)
    const comparison = {
      read: () => readSetting(region, name),
      isExpected: (there: string) => there === expected,
      stateOf: (value: string) => ({ what: 'setting' as const, name, value }),
    }
    return withLocks(by, [SETTINGS], () => comparedWrite(comparison, write))
  },
})
