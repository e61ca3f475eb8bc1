import type { IncomingMessage } from 'node:http'

/** Who is at the other end of the connection, for counting; '' when it is gone already. */
export const clientAddress = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? ''
