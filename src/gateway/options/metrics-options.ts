import { type SecretSource, SHORTEST_SECRET, tooShort } from '#gateway/session/session-secret.ts'

export type MetricsOptions = {
  /** GET /metrics answers. */
  readonly metrics: boolean
  /** Only to callers with the token from here; null: to anyone. */
  readonly metricsToken: Exclude<SecretSource, { readonly kind: 'generated' }> | null
}

/** For parseArgs. */
export const METRICS_FLAGS = { metrics: { type: 'boolean' }, 'metrics-token': { type: 'string' } } as const
type Values = { readonly metrics?: boolean | undefined; readonly 'metrics-token'?: string | undefined }

/** Arguments and environment, checked; arguments win. With a token no further option is needed. */
export function readMetricsOptions(
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
): MetricsOptions | { wrong: string } {
  const { METRICS_TOKEN_FILE: path } = env
  const given = values['metrics-token']
  const token = given ?? env['METRICS_TOKEN']
  if (given === undefined && token && path)
    return { wrong: 'Set METRICS_TOKEN or METRICS_TOKEN_FILE, not both.' }
  const name = given === undefined ? 'METRICS_TOKEN' : '--metrics-token'
  if (given !== undefined || token) {
    if ((token ?? '').length < SHORTEST_SECRET) return { wrong: tooShort(name) }
    if (!isToken(token ?? '')) return { wrong: `${name} ${NO_TOKEN}` }
    return { metrics: true, metricsToken: { kind: 'given', secret: token ?? '' } }
  }
  if (path) return { metrics: true, metricsToken: { kind: 'file', path } }
  return { metrics: values.metrics ?? env['METRICS'] === '1', metricsToken: null }
}

/** A header can carry it. */
export const isToken = (text: string) => /^[\x21-\x7e]+$/.test(text)

/** Follows what holds it. */
export const NO_TOKEN = 'must hold ASCII letters, digits and signs only, without spaces.'
