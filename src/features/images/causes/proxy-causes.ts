import type { ImageProxy } from '#api/image-proxy.ts'
import { cause, usesProxy, type Cause } from './causes.ts'

/**
 * What the proxy may have to do with it.
 * @param isReported MAAS reports a problem with its connection
 */
export function proxyCauses(proxy: ImageProxy | null, isReported: boolean): Cause[] {
  if (proxy === null || proxy.url === '') return []
  if (usesProxy(proxy))
    return [
      cause(
        'proxy',
        `MAAS downloads images through the proxy ${proxy.url}`,
        'If the proxy does not answer or does not permit a source, no data arrives.',
        'Check the proxy. If the sources are in your own network, let MAAS connect to them without it.',
      ),
    ]
  if (!isReported) return []
  return [
    cause(
      'proxy',
      'MAAS downloads images without the proxy',
      `The proxy ${proxy.url} is set, but it is ${proxy.enabled ? 'not used for boot sources' : 'switched off'}.`,
      'If the region reaches the sources only through the proxy, use it for images.',
    ),
  ]
}
