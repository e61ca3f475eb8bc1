import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { ConfigName, ProxySwitch } from '#contract/maas.ts'
import { anyAnswer, MAAS, request } from './client.ts'
import { IMAGES_KEY } from './images.ts'

/** The proxy settings of MAAS as they apply to images. */
export type ImageProxy = {
  /** `enable_http_proxy` */
  readonly enabled: boolean
  /** `http_proxy`, its password hidden by the gateway; '': none is set. */
  readonly url: string
  /** `boot_images_no_proxy`: MAAS connects to boot sources without the proxy. */
  readonly skipsSources: boolean
}

const PROXY = [...IMAGES_KEY, 'proxy']

/** The proxy settings, from MAAS itself. */
export const imageProxyQuery = () =>
  queryOptions({
    queryKey: PROXY,
    queryFn: async ({ signal }): Promise<ImageProxy> => {
      const read = <T>(name: ConfigName, schema: z.ZodMiniType<T>) =>
        request(`${MAAS}maas/?op=get_config&name=${name}`, schema, { signal })
      const [url, enabled, skipsSources] = await Promise.all([
        read('http_proxy', z.nullable(z.string())),
        read('enable_http_proxy', z.boolean()),
        read('boot_images_no_proxy', z.boolean()),
      ])
      return { url: url ?? '', enabled, skipsSources }
    },
  })

/** Turns a switch. If someone else turned it in the meantime, nothing is changed (`isChanged`). */
export const changeProxySwitch = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ name, value }: { name: ProxySwitch; value: boolean }) =>
      request(`${MAAS}maas/?op=set_config`, anyAnswer, {
        method: 'POST',
        body: { name, value, expected: String(!value) },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: PROXY }),
  })
