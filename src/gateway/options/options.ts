import { isLoopback } from '#gateway/http/security.ts'
import { type AccessOptions, readAccess } from './access-options.ts'
import { readMetricsOptions } from './metrics-options.ts'
import { type NetworkOptions, networkOptions } from './network-options.ts'
import type { Values } from './option-table.ts'
import { type Environment, readArguments, readValues, type Wrong } from './parse-options.ts'
import { type StreamOptions, streamOptions } from './stream-options.ts'

export type StartOptions = {
  readonly host: string
  readonly port: number
  readonly dev: boolean
  /** Null: the embedded region. */
  readonly maas: { readonly url: string } | null
  readonly access: AccessOptions
  /** Null: the default scenario of the embedded region. */
  readonly scenario: string | null
  readonly speed: number
  /** Of the API of the embedded region. 0: a free one. */
  readonly regionPort: number
  /** Of the embedded region. Null: a new one. */
  readonly regionKey: string | null
  /** Of the control API of the embedded region. Null: it is not opened. */
  readonly control: { readonly port: number; readonly token: string | null } | null
  readonly streams: StreamOptions
  readonly network: NetworkOptions
}
export type OptionsResult =
  | { kind: 'start'; options: StartOptions }
  | { kind: 'help' }
  /** What is wrong and what to do, in a sentence for the terminal. */
  | { kind: 'wrong'; message: string }

/** Checks arguments and environment of the command. Arguments win. */
export function readOptions(args: readonly string[], env: Environment): OptionsResult {
  const given = readArguments(args)
  if ('wrong' in given) return { kind: 'wrong', message: given.wrong }
  if (given.has('help')) return { kind: 'help' }
  const values = readValues(given, env)
  const options = 'wrong' in values ? values : combined(values, env, given.has('metrics-token'))
  return 'wrong' in options ? { kind: 'wrong', message: options.wrong } : { kind: 'start', options }
}

/** Options that are each valid, checked against each other. */
function combined(values: Values, env: Environment, tokenIsArgument: boolean): StartOptions | Wrong {
  const { host, port, dev, scenario, speed, maas: url } = values
  const { 'region-port': regionPort, 'region-key': regionKey } = values
  const metrics = readMetricsOptions(values, env, tokenIsArgument)
  if ('wrong' in metrics) return metrics
  const network = networkOptions(values, metrics)
  if ('wrong' in network) return network
  const reachableAs = [
    ...[host, ...network.allowHosts].filter((name) => !isLoopback(name)),
    ...network.trustedProxies.map((proxy) => `the proxy at ${proxy}`),
  ]
  const access = readAccess(values, env, reachableAs)
  if ('wrong' in access) return access
  if (dev && (network.tls || network.basePath !== '/')) {
    return { wrong: '--dev serves plain HTTP at /: leave out --tls-cert, --tls-key and --base-path.' }
  }
  const twice = samePort(values)
  if (twice) return twice
  if (url !== null && [scenario, speed, regionPort, regionKey].some((value) => value !== null)) {
    return {
      wrong:
        '--scenario, --speed, --region-port and --region-key are for the embedded region: leave them out, or leave out --maas and MAAS_URL.',
    }
  }
  const control = controlOf(values)
  if (control !== null && 'wrong' in control) return control
  return {
    host,
    port,
    dev,
    maas: url === null ? null : { url },
    access,
    scenario,
    speed: speed ?? 1,
    regionPort: regionPort ?? 0,
    regionKey,
    control,
    streams: streamOptions(values),
    network,
  }
}

/** Ports that are given must differ; 0 picks a free one. */
function samePort(values: Values): Wrong | null {
  const given = (['port', 'region-port', 'control-port'] as const).map((flag) => ({
    flag,
    port: values[flag],
  }))
  for (const [index, { flag, port }] of given.entries()) {
    const same = given.slice(0, index).find((other) => other.port === port)
    if (same !== undefined && port !== null && port !== 0)
      return { wrong: `--${same.flag} and --${flag} are both ${port}. Choose another --${flag}.` }
  }
  return null
}

function controlOf(values: Values): StartOptions['control'] | Wrong {
  const { control, maas, 'control-port': port, 'control-token': token } = values
  if (control && maas !== null)
    return {
      wrong:
        '--control changes the embedded region, never a real MAAS: leave it out, or leave out --maas and MAAS_URL.',
    }
  if (!control && port !== null)
    return { wrong: '--control-port is the port of the control API: add --control, or leave it out.' }
  return control ? { port: port ?? 0, token } : null
}
