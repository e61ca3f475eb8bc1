import { isIP } from 'node:net'
import { LEVELS, type LogLevel } from '#gateway/http/log.ts'
import { METRICS_FLAGS, type MetricsOptions, readMetricsOptions } from './metrics-options.ts'
import { readRanges } from '#gateway/http/trusted-proxies.ts'

/** Where the gateway stands in the network, and what it tells who runs it. */
export type NetworkOptions = MetricsOptions & {
  /** Where browsers find it, with a slash at both ends. */
  readonly basePath: string
  /** Files, PEM; null: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** File, PEM: authorities beside the public ones that may vouch for the region. */
  readonly ca: string | null
  /** Addresses and ranges whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
  /** Names under which it may be asked, beside its own; `*.domain` is every name below. */
  readonly allowHosts: readonly string[]
  readonly logLevel: LogLevel
}

/** For parseArgs. */
export const NETWORK_FLAGS = {
  'base-path': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  ca: { type: 'string' },
  'trusted-proxy': { type: 'string' },
  'allow-host': { type: 'string' },
  'log-level': { type: 'string' },
  ...METRICS_FLAGS,
} as const
type Values = {
  readonly [Flag in keyof typeof NETWORK_FLAGS]?:
    ((typeof NETWORK_FLAGS)[Flag]['type'] extends 'boolean' ? boolean : string) | undefined
}

/** Arguments and environment, checked; arguments win. `wrong` is a sentence for the terminal. */
export function readNetworkOptions(
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
): NetworkOptions | { wrong: string } {
  const basePath = readBase((values['base-path'] ?? env['BASE_PATH']) || '/')
  if (basePath === null) {
    return {
      wrong: `--base-path must look like /images/, not "${values['base-path'] ?? env['BASE_PATH']}".`,
    }
  }
  const cert = (values['tls-cert'] ?? env['TLS_CERT']) || null
  const key = (values['tls-key'] ?? env['TLS_KEY']) || null
  if ((cert === null) !== (key === null)) {
    return {
      wrong: 'TLS needs both files: --tls-cert with the certificate chain and --tls-key with its key.',
    }
  }
  const trustedProxies = listOf(values['trusted-proxy'] ?? env['TRUSTED_PROXY'])
  const ranges = readRanges(trustedProxies)
  if ('wrong' in ranges) return { wrong: `--trusted-proxy: ${ranges.wrong}` }
  const allowHosts = listOf(values['allow-host'] ?? env['ALLOW_HOST']).map((name) => name.toLowerCase())
  const strange = allowHosts.find(
    (name) => isIP(name) === 0 && !/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name),
  )
  if (strange !== undefined) {
    return { wrong: `--allow-host takes names such as maas.example.com or *.example.com, not "${strange}".` }
  }
  const level = (values['log-level'] ?? env['LOG_LEVEL']) || 'warn'
  const logLevel = LEVELS.find((one) => one === level)
  if (!logLevel) return { wrong: `--log-level must be one of ${LEVELS.join(', ')}, not "${level}".` }
  const metrics = readMetricsOptions(values, env)
  if ('wrong' in metrics) return metrics
  return {
    basePath,
    tls: cert !== null && key !== null ? { cert, key } : null,
    ca: (values.ca ?? env['MAAS_CA']) || null,
    trustedProxies,
    allowHosts,
    logLevel,
    ...metrics,
  }
}

/** With a slash at both ends; null: not a path of plain names. */
function readBase(text: string): string | null {
  const path = `/${text}/`.replace(/^\/+|\/+$/g, '/')
  return /^\/([\w~-][\w.~-]*\/)*$/.test(path) ? path : null
}

const listOf = (text = '') => text.split(',').flatMap((one) => one.trim() || [])
