import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/* Computes the SHA-256 of a file in a separate thread, slice by slice: the whole file is never in memory. */

const SLICE = 4 * 1_024 * 1_024

export type Said =
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'sum'; readonly sha256: string }
  | { readonly kind: 'failed' }

const say = (said: Said) => postMessage(said)

async function sum(file: File): Promise<void> {
  const hash = sha256.create()
  for (let at = 0; at < file.size; at += SLICE) {
    // oxlint-disable-next-line no-await-in-loop -- one slice in memory
    hash.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()))
    say({ kind: 'read', bytes: Math.min(file.size, at + SLICE) })
  }
  say({ kind: 'sum', sha256: bytesToHex(hash.digest()) })
}

addEventListener('message', ({ data }: MessageEvent<File>) => {
  sum(data).catch(() => say({ kind: 'failed' }))
})
