import { type PublicKey, readKeys, type Key } from 'openpgp'
import { displayText } from '#lib/display-text.ts'
import { knownKey } from './known-keys.ts'
import { StreamError } from './products.ts'

export type KeyFacts = {
  /** Upper case hex. */
  readonly fingerprint: string
  readonly userId: string | null
  /** "RSA 4096" */
  readonly algorithm: string
  /** ISO */
  readonly created: string
  /** ISO; null: never. */
  readonly expires: string | null
  readonly revoked: boolean
  /** What is known of it by its fingerprint. */
  readonly known: string | null
}
/** A keyring that could be read. MAAS hands it to gpgv, which reads the binary form only. */
export type Keyring = {
  /** How it was given. */
  readonly form: 'binary' | 'armoured' | 'base64'
  readonly facts: readonly KeyFacts[]
  /** The keys in binary form. */
  readonly bytes: Uint8Array
  /** What to know about it, in sentences. */
  readonly notes: readonly string[]
}

const LARGEST = 1_000_000
const BLOCK = /-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*?-----END PGP PUBLIC KEY BLOCK-----/g
const ADVICE = 'Give the public key as a keyring file: gpg --export KEY > keyring.gpg'

/**
 * Reads a keyring: binary, ASCII armour (each of several blocks), or either of them as base64.
 * @throws StreamError that says what it is instead, and what would do.
 */
export async function readKeyring(content: Uint8Array): Promise<Keyring> {
  if (content.length === 0) throw new StreamError(`The keyring is empty. ${ADVICE}`)
  if (content.length > LARGEST) throw new StreamError(`This is too large to be a keyring. ${ADVICE}`)
  const { form, keys } = await keysIn(content)
  if (keys.some((key) => key.isPrivate())) throw new StreamError(PRIVATE)
  const facts = await Promise.all(keys.map(factsOf))
  return { form, facts, bytes: concat(keys.map((key) => key.write())), notes: notesOn(form, facts) }
}

/** The keys of a keyring that was read before. */
export const publicKeys = async ({ bytes }: Keyring): Promise<PublicKey[]> => readKeys({ binaryKeys: bytes })

const PRIVATE =
  'This holds a private key: keep it to yourself. ' +
  'Give the public one, which gpg --export KEY > keyring.gpg writes.'

type Found = { readonly form: Keyring['form']; readonly keys: readonly Key[] }

async function keysIn(content: Uint8Array): Promise<Found> {
  const text = textOf(content)
  const blocks = text.match(BLOCK)
  if (blocks) {
    const read = await Promise.all(blocks.map((armoredKeys) => readKeys({ armoredKeys }).catch(() => null)))
    const keys = read.flatMap((one) => one ?? [])
    if (keys.length === 0)
      throw new StreamError(`The ASCII armour of the key is damaged or cut off. ${ADVICE}`)
    return { form: 'armoured', keys }
  }
  const otherwise = whatItIs(content, text)
  if (otherwise !== null) throw new StreamError(otherwise)
  const decoded = fromBase64(text)
  if (decoded) return { form: 'base64', keys: (await keysIn(decoded)).keys }
  const keys = await readKeys({ binaryKeys: content }).catch(() => [])
  if (keys.length === 0) throw new StreamError(`This is no OpenPGP keyring. ${ADVICE}`)
  return { form: 'binary', keys }
}

/** What is given instead of a keyring, where that can be seen; null: it may be one. */
function whatItIs(content: Uint8Array, text: string): string | null {
  if (textOf(content.subarray(8, 12)) === 'KBXf') {
    return 'This is a keybox, the store of gpg itself; MAAS 3.x reads it, this page does not. Export the key: gpg --export KEY > keyring.gpg'
  }
  if (text.includes('-----BEGIN PGP PRIVATE KEY BLOCK-----')) return PRIVATE
  const armour = /-----BEGIN PGP ([A-Z ]+)-----/.exec(text)?.[1]
  if (armour === 'PUBLIC KEY BLOCK') return `The ASCII armour of the key is cut off. ${ADVICE}`
  if (armour !== undefined) return `This is a ${armour.toLowerCase()}, not a key. ${ADVICE}`
  if (/^\s*<(!doctype|html|\?xml|head)/i.test(text)) return `This is a web page, not a key. ${ADVICE}`
  if (/^\s*(ssh-|ecdsa-|-----BEGIN (RSA|OPENSSH|CERTIFICATE|PUBLIC))/.test(text)) {
    return `This is a key of another kind: MAAS needs an OpenPGP key. ${ADVICE}`
  }
  return null
}

/** Base64 or base64url over any number of lines; null: it is something else. */
function fromBase64(text: string): Uint8Array | null {
  const packed = text.replace(/^\uFEFF|^ï»¿/, '').replaceAll(/\s/g, '')
  if (packed.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(packed)) return null
  try {
    const raw = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(raw, (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

async function factsOf(key: Key): Promise<KeyFacts> {
  const fingerprint = key.getFingerprint().toUpperCase()
  const until = await key.getExpirationTime().catch(() => null)
  const userId = key.getUserIDs()[0]
  return {
    fingerprint,
    userId: userId === undefined ? null : displayText(userId),
    algorithm: algorithmOf(key),
    created: key.getCreationTime().toISOString(),
    expires: until instanceof Date ? until.toISOString() : null,
    revoked: await key.isRevoked().catch(() => true),
    known: knownKey(fingerprint),
  }
}

function algorithmOf(key: Key): string {
  const { algorithm, bits, curve } = key.getAlgorithmInfo()
  if (curve !== undefined) return /^(ed25519|curve25519)/i.test(curve) ? 'Ed25519' : `ECDSA ${curve}`
  if (/^ed(25519|448)$/i.test(algorithm)) return `Ed${algorithm.slice(2)}`
  if (algorithm === 'eddsaLegacy') return 'Ed25519'
  const name = algorithm.startsWith('rsa') ? 'RSA' : algorithm.toUpperCase()
  return bits === undefined ? name : `${name} ${bits}`
}

function notesOn(form: Keyring['form'], facts: readonly KeyFacts[]): string[] {
  const revoked = facts.filter((fact) => fact.revoked)
  return [
    ...(form === 'armoured'
      ? ['It is ASCII armour, which the gpgv that MAAS asks cannot read: MAAS needs the binary form.']
      : []),
    ...(form === 'base64'
      ? ['It is base64 text, which the gpgv that MAAS asks cannot read: MAAS needs the binary form.']
      : []),
    ...(revoked.length > 0 ? [`Revoked: ${revoked.map(({ fingerprint }) => fingerprint).join(', ')}.`] : []),
  ]
}

/** One character a byte. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return text
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
