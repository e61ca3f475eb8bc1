import { HEAD_BYTES, packingOf } from './signatures.ts'

/** The first bytes of the content of a gzip file; null: not a gzip file, or a damaged one. @param head its first bytes */
export async function insideOf(head: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  if (packingOf(head) !== 'gzip') return null
  const reader = new Blob([head]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
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
    await reader.cancel()
  } catch {
    // the head ends in the middle of the stream
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
