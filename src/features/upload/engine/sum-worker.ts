import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/* Computes the SHA-256 of a file in a separate thread, part by part: the whole file is never in memory. */

const BUFFER = 1_024 * 1_024
/** Bytes between two reports of the progress. */
const STEP = 4 * 1_024 * 1_024

export type Said =
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'sum'; readonly sha256: string }
  | { readonly kind: 'failed' }

const say = (said: Said) => postMessage(said)

async function sum(file: File): Promise<void> {
  const hash = sha256.create()
  let at = 0
  let said = 0
  for await (const part of partsOf(file)) {
    hash.update(part)
    at += part.length
    if (at - said < STEP && at < file.size) continue
    said = at
    say({ kind: 'read', bytes: at })
  }
  if (at !== file.size) throw new Error('The file has another size than before.')
  say({ kind: 'sum', sha256: bytesToHex(hash.digest()) })
}

/** The bytes of a file, in one buffer that is used again: new ones would wait for the garbage collector. */
async function* partsOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = byteReader(file)
  if (!reader) {
    for (let at = 0; at < file.size; at += BUFFER)
      // oxlint-disable-next-line no-await-in-loop -- one part in memory
      yield new Uint8Array(await file.slice(at, at + BUFFER).arrayBuffer())
    return
  }
  let buffer = new ArrayBuffer(BUFFER)
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one part in memory
    const { done, value } = await reader.read(new Uint8Array(buffer))
    if (done || !value) return
    yield value
    buffer = value.buffer
  }
}

/** null: this browser cannot read into a given buffer. */
function byteReader(file: File): ReadableStreamBYOBReader | null {
  try {
    return file.stream().getReader({ mode: 'byob' })
  } catch {
    return null
  }
}

addEventListener('message', ({ data }: MessageEvent<File>) => {
  sum(data).catch(() => say({ kind: 'failed' }))
})
