import type { ServerResponse } from 'node:http'

/** What is handed to a TLS connection at a time, bytes. */
const SLICE = 64 * 1024

/**
 * Ends an answer with these bytes. A TLS connection gets them only as fast as they are taken: all that it gets it keeps
 * encrypted until then, for each connection once more. A plain one keeps the same bytes for all.
 */
export function sendBytes(response: ServerResponse, bytes: Buffer): void {
  if (!('encrypted' in response.req.socket)) {
    response.end(bytes)
    return
  }
  let sent = 0
  const more = () => {
    while (sent < bytes.length - SLICE) {
      sent += SLICE
      if (!response.write(bytes.subarray(sent - SLICE, sent))) return
    }
    response.off('drain', more).end(bytes.subarray(sent))
  }
  response.on('drain', more)
  more()
}
