import type { AccessOptions } from '#gateway/options/access-options.ts'
import { readMetricsToken } from '#gateway/options/metrics-token.ts'
import { readPem } from '#gateway/options/pem-file.ts'
import type { NetworkOptions } from '#gateway/options/network-options.ts'
import { readSecret } from '#gateway/session/session-secret.ts'
import type { KeyAccess } from '#gateway/session/sessions.ts'

/**
 * The network settings of the gateway, with the content of the files that the options name.
 * @throws Error with a sentence for the terminal when a file cannot be read
 */
export async function readNetwork(network: NetworkOptions) {
  const { basePath, tls, ca, trustedProxies, allowHosts, logLevel, metrics, metricsToken } = network
  const { createLog } = await import('#gateway/http/log.ts')
  return {
    basePath,
    trustedProxies,
    metrics,
    metricsToken: metricsToken && (await readMetricsToken(metricsToken)),
    allowedHosts: allowHosts,
    tls: tls && {
      cert: await readPem('--tls-cert', tls.cert),
      key: await readPem('--tls-key', tls.key),
    },
    ...(ca !== null && { exchange: { ca: await readPem('--ca', ca) } }),
    log: createLog(logLevel, (line) => void process.stderr.write(line)),
  }
}

/**
 * Whose API keys the gateway uses.
 * @param own the key of the embedded region; '' with another one
 * @throws Error with a sentence for the terminal when the file of the secret cannot be read
 */
export async function readCredentials(
  access: AccessOptions,
  own: string,
  secure: boolean,
): Promise<KeyAccess> {
  if (access.kind === 'sign-in') return { kind: 'sign-in', secret: await readSecret(access.secret), secure }
  return { kind: 'fixed', apiKey: access.kind === 'fixed' ? access.apiKey : own }
}
