import { bytesToHex } from '@noble/hashes/utils.js'

/** The SHA-256 of bytes, in hexadecimal. Off the thread of the caller. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))))
}
