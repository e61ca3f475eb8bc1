import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { IMAGE_SETTINGS, type ImageSetting } from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import { IMAGES_KEY } from './images.ts'

/** The settings that name an image, by MAAS's names; '': none is set. */
export type ImageSettings = Readonly<Record<ImageSetting, string>>

const value = z.nullable(z.string())

/** The settings that name an image, from MAAS itself. */
export const imageSettingsQuery = () =>
  queryOptions({
    queryKey: [...IMAGES_KEY, 'settings'],
    queryFn: async ({ signal }) => {
      const read = async (name: ImageSetting) => {
        const text = await request(`${MAAS}maas/?op=get_config&name=${name}`, value, { signal })
        return [name, text ?? ''] as const
      }
      return Object.fromEntries(await Promise.all(IMAGE_SETTINGS.map(read))) as ImageSettings
    },
  })

/**
 * Changes one setting. MAAS accepts an OS or a release of which it has an image, and a kernel of the commissioning
 * release that is downloaded.
 * @param expected the value that this page knows; if MAAS has another one, nothing is changed (`isChanged`).
 */
export const changeImageSetting = (name: ImageSetting, wanted: string, expected: string): Promise<unknown> =>
  request(`${MAAS}maas/?op=set_config`, anyAnswer, {
    method: 'POST',
    body: { name, value: wanted, expected },
  })
