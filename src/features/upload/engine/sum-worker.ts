import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { partsOf } from './file-parts.ts'

/* Computes the SHA-256 of a file in a separate thread, part by part: the whole file is never in memory. */

/** Bytes between two reports of the progress. */
const STEP = 4 * 1_024 * 1_024

export type Said =
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'sum'; readonly sha256: string }
  | { readonly kind: 'failed' }

const say = (said: Said) => postMessage(said)

/** The readers of files, for as long as they are in use. */
const held = new Set<unknown>()

async function sum(file: File): Promise<void> {
  const hash = sha256.create()
  let at = 0
  let said = 0
  for await (const part of partsOf(file, held)) {
    hash.update(part)
    at += part.length
    if (at - said < STEP && at < file.size) continue
    said = at
    say({ kind: 'read', bytes: at })
  }
  if (at !== file.size) throw new Error('The size of the file has changed.')
  say({ kind: 'sum', sha256: bytesToHex(hash.digest()) })
}

addEventListener('message', ({ data }: MessageEvent<File>) => {
  sum(data).catch(() => say({ kind: 'failed' }))
})
