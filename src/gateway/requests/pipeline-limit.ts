import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Requests of one connection that are answered at the same time. Browsers and proxies wait for an answer before they
 * send the next request; a client that does not could make the gateway hold any number of requests.
 */
const MAX_PER_CONNECTION = 4

/**
 * Counts a request until its answer is sent or the connection is closed, then calls `over` once. Node reports the end
 * of a connection only to the answer that is being sent. False: the connection has too many requests.
 */
export type Hold = (request: IncomingMessage, response: ServerResponse, over: () => void) => boolean

export function createPipelineLimit(): Hold {
  const open = new WeakMap<Socket, number>()

  return ({ socket }, response, over) => {
    const before = open.get(socket) ?? 0
    if (before >= MAX_PER_CONNECTION) return false
    open.set(socket, before + 1)
    let held = true
    const end = () => {
      if (!held) return
      held = false
      response.off('close', end)
      socket.off('close', end)
      open.set(socket, (open.get(socket) ?? 1) - 1)
      over()
    }
    response.once('close', end)
    socket.once('close', end)
    return true
  }
}
