import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callControl, type Call } from '#simulator/control/call-control.ts'
import type { Control } from '#simulator/control/control.ts'
import { CONTROL_PATH, OPERATIONS, type OperationName } from '#simulator/control/operations.ts'
import { WrongControl, type Wrong } from '#simulator/control/wrong-control.ts'
import { openApi } from './openapi.ts'

export type ControlDoor = {
  /** `http://127.0.0.1:N/control/v1` */
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

/** The state of a region with thousands of images is a few megabytes. */
const LARGEST_BODY = 64_000_000

/**
 * Serves the control API of an embedded region on the loopback interface, to those who send the token. Rejects if the
 * port is taken. @param port 0: any free port @param token without it: a new one
 */
export async function serveControl(
  control: Control,
  { port = 0, token = randomBytes(24).toString('base64url') }: { port?: number; token?: string } = {},
): Promise<ControlDoor> {
  const isAllowed = tokenCheck(token)
  const server = createServer((incoming, outgoing) => {
    answer(control, isAllowed, incoming)
      .catch((error: unknown): Reply => {
        console.error('The control API failed on', incoming.method, incoming.url, error)
        return refusal(500, [
          { path: '', message: 'This call failed. The terminal of the region shows why.' },
        ])
      })
      .then((reply) => send(outgoing, reply))
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${CONTROL_PATH}`,
    token,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

type Reply = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }

const refusal = (status: number, wrong: readonly Wrong[], headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error: new WrongControl(400, wrong).message, wrong },
})
const refused = (status: number, message: string, headers?: Record<string, string>) =>
  refusal(status, [{ path: '', message }], headers)

/** Compares digests, so that the time of a comparison says nothing about the token. */
function tokenCheck(token: string): (header: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${token}`)
  return (header) => header !== undefined && timingSafeEqual(digest(header), expected)
}

async function answer(
  control: Control,
  isAllowed: (header: string | undefined) => boolean,
  incoming: IncomingMessage,
): Promise<Reply> {
  if (!isAllowed(incoming.headers.authorization))
    return refused(401, 'The token is missing or wrong: send it as "Authorization: Bearer TOKEN".', {
      'WWW-Authenticate': 'Bearer',
    })
  const { method = 'GET', url = '/' } = incoming
  const path = url.split('?', 1)[0] ?? ''
  if (path === `${CONTROL_PATH}/openapi.json`)
    return method === 'GET'
      ? { status: 200, body: openApi() }
      : refused(405, 'The description can only be read.', { Allow: 'GET' })
  const found = routes.filter(({ pattern }) => pattern.test(path))
  if (found.length === 0)
    return refused(404, `There is nothing at ${path}. ${CONTROL_PATH}/openapi.json describes all calls.`)
  const route = found.find(({ name }) => OPERATIONS[name].method === method)
  if (route === undefined) {
    const allow = found.map(({ name }) => OPERATIONS[name].method).join(', ')
    return refused(405, `${path} does not take ${method}. It takes ${allow}.`, { Allow: allow })
  }
  const body = await bodyOf(incoming)
  if (body === null) return refused(413, `A body can be at most ${LARGEST_BODY / 1_000_000} MB.`)
  try {
    const call: Call = { name: route.name, parts: partsOf(route.pattern, path), body: parsed(body) }
    return { status: 200, body: callControl(control, call) }
  } catch (error) {
    if (error instanceof WrongControl) return refusal(error.status, error.wrong)
    throw error
  }
}

const routes = (Object.keys(OPERATIONS) as OperationName[]).map((name) => ({
  name,
  pattern: new RegExp(`^${CONTROL_PATH}${OPERATIONS[name].path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}))

function partsOf(pattern: RegExp, path: string): Record<string, string> {
  try {
    const groups = pattern.exec(path)?.groups ?? {}
    return Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]))
  } catch {
    throw new WrongControl(400, [{ path: '', message: 'The address has a % without a code after it.' }])
  }
}

function parsed(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongControl(400, [{ path: '', message: `The body is not JSON: ${why}` }])
  }
}

/** null: it is too large. It is read to its end anyway: a caller that still writes would not read the answer. */
async function bodyOf(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length
    if (size <= LARGEST_BODY) chunks.push(chunk as Buffer)
    else chunks.length = 0
  }
  return size > LARGEST_BODY ? null : Buffer.concat(chunks).toString('utf8')
}

function send(outgoing: ServerResponse, { status, body, headers = {} }: Reply): void {
  const text = Buffer.from(JSON.stringify(body))
  outgoing
    .writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': text.length,
      'Cache-Control': 'no-store',
      // calls are rare: a connection that is kept could be closed just when the next call is sent
      Connection: 'close',
      ...headers,
    })
    .end(text)
}
