/** OpenPGP packets of private keys: Secret-Key and Secret-Subkey (RFC 9580, section 5). */
const SECRET = [5, 7]

/**
 * Whether keyring data begins with a private key, which someone may have pasted by mistake. @param base64 as MAAS
 * answers it
 */
export function isSecretKey(base64: string): boolean {
  const first = firstByte(base64.replaceAll(/\s/g, '').slice(0, 4))
  if (first === null || (first & 0x80) === 0) return false
  const isNewFormat = (first & 0x40) !== 0
  return SECRET.includes(isNewFormat ? first & 0x3f : (first & 0x3c) >> 2)
}

function firstByte(base64: string): number | null {
  try {
    return atob(base64).codePointAt(0) ?? null
  } catch {
    return null
  }
}
