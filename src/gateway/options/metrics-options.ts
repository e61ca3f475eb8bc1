import type { SecretSource } from '#gateway/session/session-secret.ts'
import type { Values } from './option-table.ts'
import { type Environment, readVariable, type Wrong } from './parse-options.ts'

export type MetricsOptions = {
  /** GET /metrics is served. */
  readonly metrics: boolean
  /** The source of the token that callers must send; null: anyone may read the metrics. */
  readonly metricsToken: Exclude<SecretSource, { readonly kind: 'generated' }> | null
}

/**
 * A token turns the metrics on.
 * @param tokenIsArgument the token was given as an argument, which wins over METRICS_TOKEN_FILE
 */
export function readMetricsOptions(
  { metrics, 'metrics-token': token }: Pick<Values, 'metrics' | 'metrics-token'>,
  env: Environment,
  tokenIsArgument: boolean,
): MetricsOptions | Wrong {
  const file = readVariable('METRICS_TOKEN_FILE', env)
  if ('wrong' in file) return file
  const { value: path } = file
  if (token !== null && path !== null && !tokenIsArgument) {
    return { wrong: 'Set METRICS_TOKEN or METRICS_TOKEN_FILE, not both.' }
  }
  if (token !== null) return { metrics: true, metricsToken: { kind: 'given', secret: token } }
  if (path !== null) return { metrics: true, metricsToken: { kind: 'file', path } }
  return { metrics, metricsToken: null }
}
