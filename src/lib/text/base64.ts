/** Bytes as base64, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // as arguments of one call, many bytes would not fit
  for (let at = 0; at < bytes.length; at += PART)
    binary += String.fromCharCode(...bytes.subarray(at, at + PART))
  return btoa(binary)
}

/** Bytes as base64url, without padding. */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const PART = 8_192

/** The bytes of base64 or base64url; white space and other characters are skipped, and padding may be missing. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replaceAll(/[^A-Za-z0-9+/]/g, '')
  // one digit alone is less than a byte
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0))
}
