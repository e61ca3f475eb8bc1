import type { LogLevel } from '#gateway/http/log.ts'
import type { MetricsOptions } from './metrics-options.ts'
import type { Values } from './option-table.ts'
import type { Wrong } from './parse-options.ts'

/** How browsers, proxies and MAAS reach the gateway, and what it reports to its administrator. */
export type NetworkOptions = MetricsOptions & {
  /** Path of the page for browsers, with a slash at both ends. */
  readonly basePath: string
  /** PEM files; null: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** PEM file with certificate authorities to trust for MAAS besides the public ones. */
  readonly ca: string | null
  /** Addresses and ranges whose X-Forwarded-* headers are trusted. */
  readonly trustedProxies: readonly string[]
  /** Further host names the gateway answers to; `*.domain` is every name below. */
  readonly allowHosts: readonly string[]
  readonly logLevel: LogLevel
}

export function networkOptions(values: Values, metrics: MetricsOptions): NetworkOptions | Wrong {
  const cert = values['tls-cert']
  const key = values['tls-key']
  if ((cert === null) !== (key === null)) {
    return {
      wrong: 'TLS needs both files: --tls-cert with the certificate chain and --tls-key with its key.',
    }
  }
  return {
    basePath: values['base-path'],
    tls: cert !== null && key !== null ? { cert, key } : null,
    ca: values.ca,
    trustedProxies: values['trusted-proxy'],
    allowHosts: values['allow-host'],
    logLevel: values['log-level'],
    ...metrics,
  }
}
