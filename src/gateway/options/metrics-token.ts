import { readSecret } from '#gateway/session/session-secret.ts'
import type { MetricsOptions } from './metrics-options.ts'
import { token } from './option-values.ts'

/** The token for `GET /metrics`. Rejects with a sentence for the terminal when its file has no valid token. */
export async function readMetricsToken(source: NonNullable<MetricsOptions['metricsToken']>): Promise<string> {
  const { data, error } = token.safeParse(await readSecret(source, 'METRICS_TOKEN_FILE'))
  if (error) throw new Error(`The file in METRICS_TOKEN_FILE ${error.issues[0]?.message}`)
  return data
}
