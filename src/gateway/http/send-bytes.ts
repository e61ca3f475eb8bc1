import type { ServerResponse } from 'node:http'

/** Bytes that are written to a TLS connection at a time. */
const SLICE = 64 * 1024

/**
 * Ends an answer with these bytes. A TLS connection gets them only as fast as the client receives them, because it keeps
 * an encrypted copy of everything it was given. Plain connections share the same bytes.
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
