import { unarmor } from 'openpgp'

export type Armor = {
  /** The bytes; null if they cannot be read. */
  readonly bytes: Uint8Array | null
  /**
   * How gpgv 2.2.40 judges the end of the block. It refuses a wrong checksum, and a block that ends without a
   * checksum or padding.
   */
  readonly end: 'good' | 'wrong checksum' | 'no checksum or padding'
}

/** Reads an armored block (RFC 4880, 6.2). openpgp follows the newest standard and checks no checksum. */
export async function readArmor(armor: string): Promise<Armor> {
  return { bytes: await bytesWithin(armor), end: endOf(armor) }
}

async function bytesWithin(armor: string): Promise<Uint8Array | null> {
  try {
    const { data } = await unarmor(armor)
    return data instanceof Uint8Array && data.length > 0 ? data : null
  } catch {
    return null
  }
}

function endOf(armor: string): Armor['end'] {
  const lines = armor
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.trim())
  const checksum = lines.at(-1) ?? ''
  if (checksum.length !== 5 || !checksum.startsWith('=')) {
    return checksum.endsWith('=') ? 'good' : 'no checksum or padding'
  }
  const body = lines.slice(lines.indexOf('') + 1, -1)
  try {
    const [a = 0, b = 0, c = 0] = bytesOf(checksum.slice(1))
    return crc24(bytesOf(body.join(''))) === ((a << 16) | (b << 8) | c) ? 'good' : 'wrong checksum'
  } catch {
    return 'wrong checksum'
  }
}

const bytesOf = (base64: string) => Array.from(atob(base64), (char) => char.charCodeAt(0))

function crc24(bytes: readonly number[]): number {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x800000 ? (crc << 1) ^ 0x1864cfb : crc << 1
  }
  return crc & 0xffffff
}
