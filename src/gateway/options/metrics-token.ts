import { isToken, type MetricsOptions, NO_TOKEN } from './metrics-options.ts'
import { readSecret } from '#gateway/session/session-secret.ts'

/** The token for `GET /metrics`. Rejects with a sentence for the terminal when its file is no good. */
export async function readMetricsToken(source: NonNullable<MetricsOptions['metricsToken']>): Promise<string> {
  const token = await readSecret(source, 'METRICS_TOKEN_FILE')
  if (!isToken(token)) throw new Error(`The file in METRICS_TOKEN_FILE ${NO_TOKEN}`)
  return token
}
