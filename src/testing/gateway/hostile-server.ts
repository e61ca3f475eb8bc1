import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Readable } from 'node:stream'

/** What a hostile server does with one request, byte by byte. */
export type Deed = (socket: Socket, port: number) => void

/** A server on a loopback port for tests, which misbehaves on each path as its deed defines. */
export async function startHostile(deeds: Readonly<Record<string, Deed>>) {
  const sockets = new Set<Socket>()
  const asked: string[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    let head = ''
    socket.on('data', (data) => {
      head += data.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const path = head.split(' ', 2)[1] ?? ''
      head = ''
      asked.push(path)
      deeds[path]?.(socket, (server.address() as AddressInfo).port)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Sends this, then nothing more. */
export const say =
  (...parts: (string | Buffer)[]): Deed =>
  (socket) => {
    for (const part of parts) socket.write(part)
  }

/** Sends this, then ends the connection. */
export const sayAndEnd =
  (...parts: (string | Buffer)[]): Deed =>
  (socket) => {
    for (const part of parts) socket.write(part)
    socket.end()
  }

/** Sends this, then repeats the part, as fast as the client receives it or every few milliseconds. */
export const flood =
  (head: string | Buffer, part: string | Buffer, { times = Infinity, pauseMs = 0 } = {}): Deed =>
  (socket) => {
    const parts = async function* () {
      yield head
      for (let count = 0; count < times && !socket.destroyed; count += 1) {
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
        yield part
      }
    }
    Readable.from(parts(), { objectMode: true, highWaterMark: 1 })
      .on('error', () => undefined)
      .pipe(socket)
  }
