import { parseArgs } from 'node:util'
import { type Access, ACCESS_FLAGS, readAccess } from './access-options.ts'
import { NETWORK_FLAGS, readNetworkOptions, type NetworkOptions } from './network-options.ts'
import { isLoopback } from '#gateway/http/security.ts'
import { readStreamOptions, STREAM_FLAGS, type StreamOptions } from './stream-options.ts'

export type StartOptions = {
  readonly host: string
  readonly port: number
  readonly dev: boolean
  /** Null: the embedded region. */
  readonly maas: { readonly url: string } | null
  readonly access: Access
  /** Null: the simulator's own. */
  readonly scenario: string | null
  readonly speed: number
  readonly streams: StreamOptions
  readonly place: NetworkOptions
}
export type Understood =
  | { kind: 'start'; options: StartOptions }
  | { kind: 'help' }
  /** What is wrong, in a sentence for the terminal. */
  | { kind: 'wrong'; message: string }

export const HELP = `MAAS Images: a dashboard for the images of a MAAS region.

  npm start [-- OPTIONS]

  --port N         port to listen on (PORT, default 8080; 0: any free one)
  --host H         address to listen on (HOST, default 127.0.0.1)
  --maas URL       talk to this MAAS, e.g. http://maas.example.com:5240/MAAS (MAAS_URL).
                   Everybody signs in with a MAAS user name and password, or an API key;
                   with MAAS_API_KEY (consumer:token:secret) that key is used by everybody
                   on this machine, and no one signs in
  --shared-key     with MAAS_API_KEY and another --host: yes, everybody who reaches that
                   address shall have the rights of the owner of that key
  --sign-in        let people sign in to the embedded region too: as admin or operator,
                   who may only look; the passwords are the names
  --scenario NAME  state of the embedded region; an unknown name prints the list
  --speed N        how much faster than real time the embedded region runs (default 1)
  --stream-allow LIST
                   read streams from these too (STREAM_ALLOW): host, host:port, *.domain,
                   address or range, with commas between; without it from everywhere but
                   this machine itself, link-local addresses and cloud metadata
  --stream-deny LIST
                   read no streams from these (STREAM_DENY), unless they are allowed;
                   * is every address
  --stream-limit MB
                   most that is read of a file, or of all files of a stream (STREAM_LIMIT, default 32)
  --keyring-folders LIST
                   folders where keyrings are read (KEYRING_FOLDERS, default
                   /usr/share/keyrings,/snap/maas/current/usr/share/keyrings)
  --ca FILE        authorities (PEM) that may vouch for MAAS over https, beside the public
                   ones (MAAS_CA); there is no way to accept just any certificate
  --tls-cert FILE, --tls-key FILE
                   serve HTTPS with this certificate chain and key, PEM (TLS_CERT, TLS_KEY)
  --allow-host LIST
                   names under which the gateway may be asked (ALLOW_HOST), beside its
                   addresses and the name of this machine: maas.example.com, *.example.com
  --base-path PATH where browsers find it behind a reverse proxy, e.g. /images/ (BASE_PATH)
  --trusted-proxy LIST
                   addresses and ranges of reverse proxies (TRUSTED_PROXY): they speak TLS
                   to browsers, and their X-Forwarded-For and -Proto are believed
  --log-level LEVEL
                   silent, error, warn (default), info or debug (LOG_LEVEL): JSON lines on
                   the error output, without secrets
  --metrics        answer GET /metrics, for Prometheus (METRICS=1), to anyone who reaches it
  --metrics-token TOKEN
                   answer GET /metrics only to requests with "Authorization: Bearer TOKEN",
                   32 letters or more. Other users of this machine can see arguments:
                   METRICS_TOKEN, or the file that METRICS_TOKEN_FILE names, keep it secret
  --dev            serve the page from its sources, with hot reload
  --help           this text

Sessions are sealed with MAAS_IMAGES_SECRET, or what MAAS_IMAGES_SECRET_FILE holds (32
letters or more); gateways with the same secret and --maas share them. Without, a secret
is made at the start and sessions end with the process.

Without --maas and MAAS_URL an embedded region starts: nothing else is needed.
`

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  maas: { type: 'string' },
  scenario: { type: 'string' },
  speed: { type: 'string' },
  ...ACCESS_FLAGS,
  ...STREAM_FLAGS,
  ...NETWORK_FLAGS,
  dev: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Arguments and environment of `npm start`, checked; arguments win. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Understood {
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.split(/[.\n]/, 1)[0] : 'the arguments are not understood'
    return wrong(`${reason}. See npm start -- --help.`)
  }
  if (values.help) return { kind: 'help' }

  const port = (values.port ?? env['PORT']) || '8080'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return wrong(`The port must be 0 to 65535, not "${port}".`)
  const host = (values.host ?? env['HOST']) || '127.0.0.1'
  const speed = Number(values.speed ?? 1)
  if (!Number.isFinite(speed) || speed < 0 || speed > 100_000) {
    return wrong(`The speed must be a number from 0 to 100000, not "${values.speed}".`)
  }
  const url = (values.maas ?? env['MAAS_URL']) || null
  const streams = readStreamOptions(values, env)
  if ('wrong' in streams) return wrong(streams.wrong)
  const place = readNetworkOptions(values, env)
  if ('wrong' in place) return wrong(place.wrong)
  const doors = [
    ...[host, ...place.allowHosts].filter((name) => !isLoopback(name)),
    ...place.trustedProxies.map((proxy) => `the proxy at ${proxy}`),
  ]
  const access = readAccess(values, env, { maas: url !== null, doors })
  if ('wrong' in access) return wrong(access.wrong)
  const dev = values.dev ?? false
  if (dev && (place.tls || place.basePath !== '/')) {
    return wrong('--dev serves plain HTTP at the root: leave out --tls-cert, --tls-key and --base-path.')
  }
  const common = { host, port: Number(port), dev, speed, streams, access, place }
  if (url === null)
    return { kind: 'start', options: { ...common, maas: null, scenario: values.scenario ?? null } }

  if (values.scenario !== undefined || values.speed !== undefined) {
    return wrong(
      '--scenario and --speed are for the embedded region; they do not go with --maas or MAAS_URL.',
    )
  }
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.search || parsed.hash) {
    return wrong(`The address of MAAS must look like http://maas.example.com:5240/MAAS, not "${url}".`)
  }
  return { kind: 'start', options: { ...common, maas: { url }, scenario: null } }
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: FLAGS, strict: true }).values

const wrong = (message: string): Understood => ({ kind: 'wrong', message })
