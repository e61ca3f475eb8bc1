/**
 * Whether the checksum of an armoured block (RFC 4880, 6.1), when it has one, is that of its bytes. gpgv refuses those
 * with a wrong one; openpgp, as the newest standard has it, looks at none.
 */
export function checksumFits(armour: string): boolean {
  const lines = armour.trimEnd().split('\n').slice(0, -1)
  const checksum = lines.at(-1)?.trim() ?? ''
  if (checksum.length !== 5 || !checksum.startsWith('=')) return true
  const body = lines.slice(lines.findIndex((line) => line.trim() === '') + 1, -1)
  try {
    const [a = 0, b = 0, c = 0] = bytesOf(checksum.slice(1))
    return crc24(bytesOf(body.join(''))) === ((a << 16) | (b << 8) | c)
  } catch {
    return false
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
