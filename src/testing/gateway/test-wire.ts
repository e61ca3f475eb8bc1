import { connect } from 'node:net'
import { createLog } from '#gateway/http/log.ts'
import { type GatewayOptions, startGateway } from '#gateway/server.ts'
import { createSessionCookie } from '#gateway/session/session-cookie.ts'
import {
  upstreamJson,
  type Received,
  type UpstreamAnswer,
  startUpstream,
  upstreamText,
} from './test-upstream.ts'

export const API = '/MAAS/api/2.0'
export const KEY = {
  consumer: 'CONSUMERofTheTests',
  token: 'TOKENofTheTests123',
  secret: 'SECRETofTheTests12345678901234567',
}
export const PASSWORD = 'PASSWORDofTheTests'
/** The beginning of every sealed session: its header. */
export const SEALED = Buffer.from('{"alg":"dir"').toString('base64url')
export const COOKIE_SECRET = 'SEALofTheTests, which is hard to guess'
export const SOURCE = {
  id: 1,
  url: 'http://images.example.com/ephemeral-v3/stable/',
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
  created: '2026-11-23T00:04:25.301',
  updated: '2026-11-23T00:04:51.604',
}
export const SELECTION = {
  os: 'ubuntu',
  release: 'noble',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
}
/** A new selection as the page sends it, which expects that it does not exist. */
export const CREATION = { ...SELECTION, expected: null }
/** The selection that the region lists. */
export const LISTED = { ...SELECTION, release: 'jammy' }
/** The state of the source that the page expects. */
export const EXPECTED_SOURCE = {
  url: SOURCE.url,
  keyring_filename: SOURCE.keyring_filename,
  keyring_data: SOURCE.keyring_data,
}

/** The headers that the page sends with a write, for JSON of two letters. */
export const WRITE = 'X-MAAS-Images: 1\r\nContent-Type: application/json\r\n'

/** A region with an answer for every call of the table. */
export function obedient({ method, url }: Received): UpstreamAnswer {
  if (url.includes('/accounts/authenticate/'))
    return upstreamJson({ consumer_key: KEY.consumer, token_key: KEY.token, token_secret: KEY.secret })
  if (url.includes('whoami')) return upstreamJson({ username: 'admin', is_superuser: true })
  if (url.includes('/version/')) return upstreamJson({ version: '3.5.13', subversion: '', capabilities: [] })
  if (method === 'DELETE') return { status: 204 }
  if (url.includes('is_importing')) return upstreamJson(false)
  if (url.includes('auto_import')) return upstreamJson(true)
  if (url.includes('get_config')) return upstreamJson('ubuntu')
  if (url.includes('/events/')) return upstreamJson({ events: [] })
  if (url.includes('op=')) return upstreamText('OK')
  if (url.includes('/selections/')) {
    const one = { ...SELECTION, id: 1, boot_source_id: 1 }
    // the selection that tests create does not exist yet
    return upstreamJson(method === 'GET' && url.endsWith('/selections/') ? [{ ...one, ...LISTED }] : one)
  }
  if (url.endsWith('/boot-sources/') && method === 'GET') return upstreamJson([SOURCE])
  return upstreamJson(url.includes('/boot-sources/') ? SOURCE : [])
}

/**
 * A gateway that tests call byte by byte, in front of a region that records every call. At the end, everything that the
 * gateway has sent or logged is searched for secrets.
 */
export async function startWire(options: Partial<GatewayOptions> = {}, answer = obedient) {
  const region = await startUpstream(answer)
  /** Everything that the gateway answered or logged. */
  const heard: string[] = []
  const logged: string[] = []
  const log = createLog('debug', (line) => logged.push(line))
  const gateway = await startGateway({
    maasUrl: `${region.url}/MAAS`,
    credentials: { kind: 'fixed', apiKey: `${KEY.consumer}:${KEY.token}:${KEY.secret}` },
    keyringFile: async () => ({ state: 'elsewhere' }),
    log,
    exchange: { wait: async () => undefined },
    ...options,
  })
  const { port } = gateway
  const host = `Host: 127.0.0.1:${port}\r\n`

  /** Sends these bytes (latin1) in parts; resolves with the whole answer when the gateway has closed the connection. */
  const raw = (...parts: (string | Buffer)[]) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let said = ''
      socket.on('data', (data) => (said += data.toString('latin1')))
      // a reset also ends the connection
      socket.on('error', () => undefined).on('close', () => resolve((heard.push(said), said)))
      for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
    })
  /** One request with the headers of the page, and with this first line, additional headers and body. */
  const ask = (line: string, more: string | readonly string[] = [], body = '') =>
    raw(
      `${line} HTTP/1.1\r\n${host}Connection: close\r\n${[more]
        .flat()
        .map((header) => `${header}\r\n`)
        .join('')}${
        body === '' ? '' : `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`
      }\r\n${body}`,
    )

  /** Secrets in anything that the gateway answered or logged. */
  function leaked(): string[] {
    const all = [...heard.map(withoutSealed), ...logged].join('\n')
    const secrets = [...Object.values(KEY), PASSWORD, 'SEALofTheTests', 'oauth_', SEALED]
    return secrets.filter((secret) => formsOf(secret).some((form) => all.includes(form)))
  }

  return {
    gateway,
    host,
    raw,
    ask,
    /** A write as the page sends it. */
    write: (line: string, body: unknown, more: readonly string[] = []) =>
      ask(
        line,
        [...WRITE.trim().split('\r\n'), ...more],
        Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('latin1'),
      ),
    /** The name of its cookie. */
    cookie: createSessionCookie({ region: `${region.url}/MAAS`, secure: false }).name,
    heard,
    logged,
    /** `GET /MAAS/api/2.0/…` of every call that reached MAAS. */
    calls: () => region.received.map(({ method, url }) => `${method} ${url}`),
    received: region.received,
    /** The writes among those calls. */
    writes: () => region.received.filter(({ method }) => method !== 'GET'),
    leaked,
    /** Throws when a secret or a signature of a call was answered or logged. */
    async close() {
      await gateway.close()
      await region.close()
      const out = leaked()
      if (out.length > 0) throw new Error(`Secrets leaked: ${out.join(', ')}`)
    },
  }
}
export type TestWire = Awaited<ReturnType<typeof startWire>>

/** Removes the one place where a sealed session may be. */
const withoutSealed = (answer: string) => answer.replace(/^set-cookie: .*$/gim, '')

/** A text, and the middle of its base64 at each of the three offsets where it can begin. */
const formsOf = (text: string) => [
  text,
  ...['', 'x', 'xx'].map((before) => btoa(before + text).slice(4, -6)).filter((form) => form.length > 8),
]

/** The status of each answer on a connection. */
export const statuses = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map(([, status]) => Number(status))

/** The first status; 0: the connection was closed without an answer. */
export const statusOf = (said: string) => statuses(said)[0] ?? 0

/** Headers of the first answer, names in small letters; several of one name with a line break between. */
export function headersOf(said: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const line of said.split('\r\n\r\n', 1)[0]?.split('\r\n').slice(1) ?? []) {
    const [name = '', value = ''] = line.split(/: ?(.*)/s)
    const key = name.toLowerCase()
    found[key] = key in found ? `${found[key]}\n${value}` : value
  }
  return found
}

/** Everything after the headers of the first answer. */
export const bodyOf = (said: string) => said.slice(said.indexOf('\r\n\r\n') + 4)

/** The answer of Node's parser to bytes that are not HTTP, without a body. */
export const PARSER = /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/
