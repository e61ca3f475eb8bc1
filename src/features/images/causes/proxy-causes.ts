import type { ImageProxy } from '#api/image-proxy.ts'
import { cause, proxied, type Cause } from './causes.ts'

/**
 * What the proxy may have to do with it.
 * @param isReported MAAS reports a problem that a proxy can have caused
 */
export function proxyCauses(proxy: ImageProxy | null, version: string, isReported: boolean): Cause[] {
  if (proxy === null || proxy.url === '') return []
  const use = proxied(proxy, version)
  if (use === 'all')
    return [
      cause(
        'proxy',
        `MAAS downloads images through the proxy ${proxy.url}`,
        'If the proxy does not answer or does not permit a source, no data arrives.',
        'Check the proxy. If the sources are in your own network, let MAAS connect to them without it: choose Proxy for images.',
      ),
    ]
  if (use === 'files')
    return [
      cause(
        'proxy',
        `MAAS downloads the files of images through the proxy ${proxy.url}`,
        `MAAS ${version} does so although it is set to connect to boot sources without the proxy (Launchpad bug 2130037).`,
        'Update MAAS to 3.5.9, 3.6.3, 3.7 or newer, or check that the proxy permits the sources.',
      ),
    ]
  if (!isReported) return []
  return [
    cause(
      'proxy',
      'MAAS downloads images without the proxy',
      `The proxy ${proxy.url} is set, but it is ${proxy.enabled ? 'not used for boot sources' : 'switched off'}.`,
      'If the region reaches the sources only through the proxy, use it for images: choose Proxy for images.',
    ),
  ]
}
