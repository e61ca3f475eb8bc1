import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Control } from '#simulator/control/control.ts'
import { CONTROL_PATH } from '#simulator/control/operations.ts'
import { answerCall, type ControlReply, refused } from './answer-call.ts'

export type ControlDoor = {
  /** `http://127.0.0.1:N/control/v1` */
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

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
      .catch((error: unknown) => {
        console.error('The control API failed on', incoming.method, incoming.url, error)
        return refused(500, 'This call failed. The terminal of the region shows why.')
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
): Promise<ControlReply> {
  if (!isAllowed(incoming.headers.authorization))
    return refused(401, 'The token is missing or wrong: send it as "Authorization: Bearer TOKEN".', {
      'WWW-Authenticate': 'Bearer',
    })
  const { method = 'GET', url = '/' } = incoming
  const path = url.split('?', 1)[0] ?? ''
  return answerCall(control, { method, path, body: (most) => bodyOf(incoming, most) })
}

/** null: it is too large. It is read to its end anyway: a caller that still writes would not read the answer. */
async function bodyOf(incoming: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length
    if (size <= most) chunks.push(chunk as Buffer)
    else chunks.length = 0
  }
  return size > most ? null : Buffer.concat(chunks).toString('utf8')
}

function send(outgoing: ServerResponse, { status, body, headers = {} }: ControlReply): void {
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
