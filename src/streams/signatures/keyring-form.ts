import { unarmor } from 'openpgp'
import { StreamError } from '#streams/stream-error.ts'

export type KeyringForm = 'binary' | 'armoured' | 'base64'

const BEGIN = '-----BEGIN PGP PUBLIC KEY BLOCK-----'
const EXPORT = 'Export the public key: gpg --export KEY > file.gpg'
export const PRIVATE = `This is a private key. Keep it secret, and use the public key: gpg --export KEY > file.gpg`
const NOT_A_KEYRING = `This is not an OpenPGP keyring. ${EXPORT}`
const DAMAGED = `The keyring is damaged or cut off. Export the key again: gpg --export KEY > file.gpg`

/** The content of armor that holds no public keys. */
const ARMOUR: Readonly<Record<string, string>> = {
  SIGNATURE: `This is a signature, not a keyring. ${EXPORT}`,
  'SIGNED MESSAGE': `This is a signed file, not a keyring. ${EXPORT}`,
  MESSAGE: `This is an OpenPGP message, not a keyring. ${EXPORT}`,
}

/**
 * The form of a keyring, and its packets as gpgv reads them.
 * @throws StreamError if it is something else, with what it is and what to do
 */
export async function packetsOf(content: Uint8Array): Promise<{ form: KeyringForm; bytes: Uint8Array }> {
  if (isKeybox(content)) {
    throw new StreamError(
      'This is a GnuPG keybox (.kbx), which this page cannot read, although MAAS may. Export its keys to a keyring: gpg --no-default-keyring --keyring ./file.kbx --export > file.gpg',
    )
  }
  if (isPackets(content)) return { form: 'binary', bytes: content }
  const text = textOf(content).trim()
  if (text === '') throw new StreamError(`The keyring is empty. ${EXPORT}`)
  if (text.includes('-----BEGIN PGP')) return { form: 'armoured', bytes: await unarmorAll(text) }
  const decoded = fromBase64(text)
  if (!decoded) throw new StreamError(whatItIs(text))
  if (isKeybox(decoded) || isPackets(decoded)) {
    return { form: 'base64', bytes: (await packetsOf(decoded)).bytes }
  }
  const inner = textOf(decoded)
  if (!inner.includes('-----BEGIN PGP')) throw new StreamError(NOT_A_KEYRING)
  return { form: 'base64', bytes: await unarmorAll(inner) }
}

/** The reason why packets without a key are not a keyring. */
export function refusalOfPackets(bytes: Uint8Array): StreamError {
  const first = bytes[0] ?? 0
  const tag = first & 0x40 ? first & 0x3f : (first >> 2) & 0x0f
  if (tag === 2) return new StreamError(ARMOUR['SIGNATURE'] ?? NOT_A_KEYRING)
  if (tag === 5 || tag === 7) return new StreamError(PRIVATE)
  if (tag === 6) return new StreamError(DAMAGED)
  return new StreamError(NOT_A_KEYRING)
}

/** A keybox begins with a blob whose bytes 8 to 11 are its mark. */
const isKeybox = (content: Uint8Array) =>
  String.fromCharCode(...content.subarray(8, 12)) === 'KBXf' && content[4] === 1

/** The first bit of every packet is set, as it is in the byte order marks of UTF-8 and UTF-16. */
const isPackets = (content: Uint8Array) => (content[0] ?? 0) >= 0x80 && encodingOf(content) === null

function encodingOf([a, b, c]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** The text without its byte order mark. PowerShell writes UTF-16. */
const textOf = (content: Uint8Array) => new TextDecoder(encodingOf(content) ?? 'utf-8').decode(content)

/**
 * The packets of every armored block of public keys, whatever text is around it, even if the block is indented.
 */
async function unarmorAll(text: string): Promise<Uint8Array> {
  const lines = text.replace(/\r\n?/g, '\n').replace(/^[ \t]+/gm, '')
  const kinds = new Set(
    [...lines.matchAll(/^-----BEGIN PGP ([A-Z ]+)-----[ \t]*$/gm)].map(([, kind = '']) => kind),
  )
  if (kinds.has('PRIVATE KEY BLOCK')) throw new StreamError(PRIVATE)
  if (!kinds.has('PUBLIC KEY BLOCK')) {
    const other = [...kinds].find((kind) => kind in ARMOUR) ?? ''
    throw new StreamError(ARMOUR[other] ?? NOT_A_KEYRING)
  }
  const blocks = lines.split(BEGIN).slice(1)
  return concat(await Promise.all(blocks.map(unarmorOne)))
}

/** @param block the text after its first line, possibly with text after its last line */
async function unarmorOne(block: string): Promise<Uint8Array> {
  try {
    const { data } = await unarmor(BEGIN + block)
    // openpgp turns a string into bytes, although its type names a stream
    if (data instanceof Uint8Array) return data
  } catch {
    // reported below
  }
  throw new StreamError(DAMAGED)
}

/** Also decodes base64url and text with line ends. Null if it is not base64. */
function fromBase64(text: string): Uint8Array | null {
  // `=+$` alone would take minutes for a text with many = that does not end with one
  const [, digits] =
    /^([A-Za-z0-9+/]+)=*$/.exec(text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/')) ?? []
  if (digits === undefined || isKeyId(text)) return null
  try {
    return Uint8Array.from(atob(digits), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}

const isKeyId = (text: string) => /^(0x)?([0-9a-f]\s*){8,64}$/i.test(text)

function whatItIs(text: string): string {
  if (isKeyId(text)) return `This is a key ID, not the key. ${EXPORT}`
  if (text.startsWith('<'))
    return `This is a web page, not a keyring. Download the key itself, or export it: gpg --export KEY > file.gpg`
  if (/^\/[^\n]+$/.test(text)) return 'This is a file name, not a key. Enter it as the keyring filename.'
  return NOT_A_KEYRING
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
