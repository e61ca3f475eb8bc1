import { connect, type Socket } from 'node:net'

/** One connection of a flood, and what the gateway answered on it. */
export type Flooding = {
  readonly socket: Socket
  /** The first 2,000 letters. */
  readonly said: () => string
  /** Ends when the connection does, also by a reset. */
  readonly closed: Promise<void>
}
type Where = {
  readonly port: number
  /** The source address, one of this machine; Linux has all of 127.0.0.0/8. */
  readonly from?: string
}

/** Opens a connection and sends this; resolves when it is connected, or was refused. */
export async function flooding({ port, from }: Where, bytes: string | Buffer): Promise<Flooding> {
  const socket = connect({ port, host: '127.0.0.1', ...(from !== undefined && { localAddress: from }) })
  let said = ''
  socket.on('data', (data) => (said = (said + data.toString('latin1')).slice(0, 2_000)))
  const closed = new Promise<void>((resolve) => socket.on('error', () => undefined).on('close', resolve))
  await Promise.race([closed, new Promise((resolve) => socket.once('connect', resolve))])
  if (bytes.length > 0) socket.write(bytes)
  return { socket, said: () => said, closed }
}

/** Opens many connections, some at a time, as one machine could; addresses take turns. */
export async function flood(
  port: number,
  count: number,
  bytes: string | Buffer,
  addresses: readonly string[] = [],
): Promise<Flooding[]> {
  const all: Flooding[] = []
  while (all.length < count) {
    const batch = Array.from({ length: Math.min(50, count - all.length) }, (_, n) => {
      const from = addresses[(all.length + n) % addresses.length]
      return flooding({ port, ...(from !== undefined && { from }) }, bytes)
    })
    all.push(...(await Promise.all(batch)))
  }
  return all
}

/** The head of a sign-in whose body follows. */
export const signInHead = (port: number, framing: string) =>
  `POST /gateway/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-MAAS-Images: 1\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`
