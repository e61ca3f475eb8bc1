import { HEAD_BYTES, packingOf } from './signatures.ts'

/**
 * Nothing but this refers to a reader while a read is pending, and Chromium may then drop both, so that the read never
 * ends.
 */
const HELD = new Set<unknown>()

/** The first bytes of the content of a gzip file; null: not a gzip file, or a damaged one. @param head its first bytes */
export async function insideOf(head: Uint8Array<ArrayBuffer>, held = HELD): Promise<Uint8Array | null> {
  if (packingOf(head) !== 'gzip') return null
  const { readable, writable } = new DecompressionStream('gzip')
  // the reader meets the same errors
  const ignore = () => undefined
  const writer = writable.getWriter()
  writer.write(head).catch(ignore)
  writer.close().catch(ignore)
  const reader = readable.getReader()
  held.add(reader)
  const parts: Uint8Array[] = []
  let size = 0
  try {
    while (size < HEAD_BYTES) {
      // oxlint-disable-next-line no-await-in-loop -- one part after the other
      const { done, value } = await reader.read()
      if (done) break
      parts.push(value)
      size += value.length
    }
  } catch {
    // the head ends in the middle of the stream
  } finally {
    await reader.cancel().catch(ignore)
    held.delete(reader)
  }
  if (size === 0) return null
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole.subarray(0, HEAD_BYTES)
}
