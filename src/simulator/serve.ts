import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { RequestHandler } from 'msw'
import type { Control } from '#simulator/control/control.ts'
import { PlannedCut } from '#simulator/control/faults.ts'
import type { MinorVersion } from '#simulator/control/versions.ts'
import { createEmbedded, type Embedded } from './embedded.ts'
import { createClock, type Clock } from '#simulator/state/clock.ts'
import { type DemoName, demoStreams } from '#simulator/demo/demo-streams.ts'
import { nginxAnswer, nginxPage, LARGEST_BODY } from '#simulator/http/nginx.ts'
import type { NewVersion } from '#simulator/rules/new-version.ts'
import type { Region } from '#simulator/rules/region.ts'
import { noScenario, scenarioNamed } from '#simulator/demo/scenarios.ts'
import { keyringFiles } from '#simulator/demo/scenario-parts.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'

export type Simulator = {
  /** `http://127.0.0.1:N/MAAS` */
  maasUrl: string
  /** `http://127.0.0.1:N/streams`: contains the streams by their names (see demo-streams.ts) and `keyring/`. */
  streamsUrl: string
  /** The API key of the main user of the scenario: an administrator, except in `read-only`. */
  apiKey: string
  /** The public key of the demo streams, binary; the default keyring file of the region contains it. */
  keyring: Uint8Array
  /** The public key of the stream `other-key`, binary; no keyring file of the region contains it. */
  otherKeyring: Uint8Array
  /** The keyrings on the region's disk, by path. */
  keyringFiles: ReadonlyMap<string, Uint8Array>
  /** Public stream addresses, and the addresses at which they are served instead. */
  rewrites: Embedded['rewrites']
  region: Region
  clock: Clock
  /** Changes the region from outside (see control/). */
  control: Control
  /** Calls back when the control API has replaced the region or a stream, as after a restore of MAAS's database. */
  onReplaced(listener: () => void): void
  /**
   * Publishes new versions of images in a stream: the region and all readers of its files see them from now on.
   * Throws a WrongControl for a stream that only copies another one, or that does not offer these images.
   */
  publish(stream: DemoName, version: NewVersion): void
  /** Serves one more stream at its own address, which the region can read. */
  serveStream(name: string, tree: StreamTree): void
  /** Adds handlers before the simulator's own, for example one failure for one test. */
  use(...handlers: RequestHandler[]): void
  resetHandlers(): void
  /** Cuts every connection, existing and new ones. */
  setOffline(offline: boolean): void
  close(): Promise<void>
}

type Options = {
  scenario?: string
  /** By default that of the scenario. */
  version?: MinorVersion
  port?: number
  speed?: number
  now?: () => number
  /** Instead of a new one: the key of the person the scenario is about. */
  apiKey?: string
}

/** Starts an embedded MAAS on the loopback interface. Rejects for an unknown scenario or a port that is taken. */
export async function startSimulator(options: Options = {}): Promise<Simulator> {
  const { scenario = 'default', port = 0, speed = 1, now = Date.now } = options
  if (scenarioNamed(scenario) === null) throw new Error(noScenario(scenario))
  const clock = createClock({ now, speed })
  const streams = await demoStreams()
  const embedded = createEmbedded({
    scenario,
    version: options.version,
    clock,
    streams,
    apiKey: options.apiKey,
    onReachable: (reachable) => {
      if (!reachable) cutAll()
    },
  })
  const { region, control } = embedded
  let overrides: RequestHandler[] = []
  const sockets = new Set<Socket>()

  const server = createServer((incoming, outgoing) => {
    if (!embedded.isReachable()) incoming.socket.destroy()
    else {
      outgoing.setHeader('Date', new Date(clock.wall()).toUTCString())
      void serve(incoming, outgoing, (request) => embedded.answer(request, overrides))
    }
  })
  server.on('connect', (_incoming, socket) =>
    socket.end('HTTP/1.1 405 Not Allowed\r\nConnection: close\r\n\r\n'),
  )
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (!embedded.isReachable()) socket.destroy()
  })
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  embedded.openStreams(origin)

  return {
    maasUrl: `${origin}/MAAS`,
    streamsUrl: `${origin}/streams`,
    apiKey: region.apiKey,
    keyring: streams.keyring,
    otherKeyring: streams.otherKeyring,
    keyringFiles: keyringFiles(streams),
    rewrites: embedded.rewrites,
    region,
    clock,
    control,
    onReplaced: (listener) => embedded.onReplaced(listener),
    serveStream: embedded.serveStream,
    publish(name, version) {
      control.changeStream({ name, change: { kind: 'publish', ...version } })
    },
    use(...added) {
      overrides = [...added, ...overrides]
    },
    resetHandlers() {
      overrides = []
    },
    setOffline: (offline) => embedded.setReachable(!offline),
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      embedded.close()
      cutAll()
      return closed
    },
  }
}

/** One request through msw's handlers. A handler's network error, or its failure, cuts the connection. */
async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: Request) => Promise<Response | undefined>,
): Promise<void> {
  try {
    const response = await respond(incoming, answer)
    if (response?.type === 'error') {
      incoming.socket.destroy()
      return
    }
    await send(response ?? new Response('Not Found', { status: 404 }), outgoing)
  } catch (error) {
    if (!incoming.socket.destroyed && !(error instanceof PlannedCut))
      console.error('The simulator failed on', incoming.method, incoming.url, error)
    incoming.socket.destroy()
  }
}

async function respond(
  incoming: IncomingMessage,
  answer: (request: Request) => Promise<Response | undefined>,
): Promise<Response | undefined> {
  const body = await bodyOf(incoming)
  if (body === null) return nginxPage(413, { Connection: 'close' })
  const { method = 'GET', url = '/' } = incoming
  const target = url.replace(/^https?:\/\/[^/]*/i, '')
  return nginxAnswer(method, target) ?? answer(requestOf(incoming, target, body))
}

/** null if it is larger than the web server in front of a MAAS accepts. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length
    if (size <= LARGEST_BODY) chunks.push(chunk as Buffer)
  }
  return size > LARGEST_BODY ? null : Buffer.concat(chunks)
}

function requestOf(incoming: IncomingMessage, target: string, body: Buffer<ArrayBuffer>): Request {
  const { method = 'GET' } = incoming
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2)
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
  // no answer depends on the Host header, which may not be a valid host
  return new Request(`http://127.0.0.1:${incoming.socket.localPort ?? 80}${target}`, {
    method,
    headers,
    body: method === 'GET' || method === 'HEAD' ? null : body,
  })
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status
  // a login sets two cookies, each in a header of its own
  for (const [name, value] of response.headers)
    if (name === 'set-cookie') outgoing.appendHeader(name, value)
    else outgoing.setHeader(name, value)
  // an answer with a length is passed on as it arrives: an image file would not fit into memory
  if (outgoing.hasHeader('Content-Length')) {
    if (response.body === null) outgoing.end()
    else await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing)
    return
  }
  const body = Buffer.from(await response.arrayBuffer())
  if (response.status !== 204 && response.status !== 304) outgoing.setHeader('Content-Length', body.length)
  outgoing.end(body)
}
