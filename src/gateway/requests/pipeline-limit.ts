import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Requests of one connection that are answered at once. Browsers and proxies wait for an answer before they ask again;
 * who does not would have us hold requests without end.
 */
const MOST_AT_ONCE = 4

/**
 * Counts an exchange of this connection until its answer is sent or the connection is gone, and then calls `over`,
 * once: Node tells the end of a connection only to the answer that is being sent. False: it is one too many.
 */
export type Hold = (request: IncomingMessage, response: ServerResponse, over: () => void) => boolean

export function createPipelineLimit(): Hold {
  const open = new WeakMap<Socket, number>()

  return ({ socket }, response, over) => {
    const before = open.get(socket) ?? 0
    if (before >= MOST_AT_ONCE) return false
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
