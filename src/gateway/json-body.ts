import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

const LARGEST = 1024 * 1024

const tooLarge = () => new Refusal(413, 'bad-request', 'The request is larger than 1 MB.')

/** The JSON body of a request, at most 1 MB; undefined when it has none. Throws a Refusal. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  // who sends too much shall still read why
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST) throw tooLarge()
    chunks.push(chunk)
  }
  if (size === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'bad-request', 'The request holds no readable JSON.')
  }
}
