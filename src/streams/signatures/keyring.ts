import { type Key, type PublicKey, readKeys } from 'openpgp'
import { displayText } from '#lib/text/display-text.ts'
import { formatDay } from '#lib/time.ts'
import { type KeyringForm, packetsOf, PRIVATE, refusalOfPackets } from './keyring-form.ts'
import { knownKey, otherUbuntuKey } from './known-keys.ts'
import { LAX } from './lax-config.ts'
import { StreamError } from '#streams/stream-error.ts'

type KeyFacts = {
  /** Uppercase hex */
  readonly fingerprint: string
  readonly userId: string | null
  /** "RSA 4096", "Ed25519" */
  readonly algorithm: string
  /** ISO */
  readonly created: string
  /** ISO; null if the key never expires */
  readonly expires: string | null
  readonly revoked: boolean
  /** A name for a key that Ubuntu signs images with. */
  readonly known: string | null
}

/** A keyring that could be read. MAAS passes it to gpgv, which reads only the binary form. */
export type Keyring = {
  /** The form in which it was provided. */
  readonly form: KeyringForm
  /** The facts of each key; at least one. */
  readonly facts: readonly KeyFacts[]
  /** Binary, as gpgv reads it. */
  readonly bytes: Uint8Array
  /** Notes for administrators, in sentences. */
  readonly notes: readonly string[]
}

const LARGEST = 1024 * 1024
const MOST_KEYS = 200

/**
 * Reads a keyring in any common form: binary, armored, or base64 text of either.
 * @param use converted: MAAS gets the keyring in binary form, so its own form does not matter. as-is: MAAS has
 * it in this form.
 * @throws StreamError if it is not a keyring, with what it is and what to do
 */
export async function readKeyring(
  content: Uint8Array,
  use: 'as-is' | 'converted' = 'as-is',
): Promise<Keyring> {
  if (content.length > LARGEST) {
    throw new StreamError('The keyring is larger than 1 MB. Export only the keys that sign the images.')
  }
  const { form, bytes } = await packetsOf(content)
  const keys = await readKeys({ binaryKeys: bytes }).catch(() => {
    throw refusalOfPackets(bytes)
  })
  if (keys.some((key) => key.isPrivate())) throw new StreamError(PRIVATE)
  if (keys.length > MOST_KEYS) {
    throw new StreamError(
      `The keyring holds ${keys.length} keys; at most ${MOST_KEYS} are supported. Export only the keys that sign the images.`,
    )
  }
  const facts = await Promise.all((await merged(keys)).map(factsOf))
  return { form, facts, bytes, notes: notesOn(FORMS[use][form], facts) }
}

/** The keys of a keyring that has been read already. */
export const publicKeys = async ({ bytes }: Keyring): Promise<PublicKey[]> =>
  merged(await readKeys({ binaryKeys: bytes }))

/** A key that was exported again comes after its older copy, which lacks a new expiry date or a revocation. */
async function merged(keys: readonly PublicKey[]): Promise<PublicKey[]> {
  const found = new Map<string, PublicKey>()
  for (const key of keys) {
    const fingerprint = key.getFingerprint()
    const older = found.get(fingerprint)
    found.set(fingerprint, older ? await older.update(key, undefined, LAX).catch(() => key) : key)
  }
  return [...found.values()]
}

/** The user ID of a key, cleaned for display. */
export function userIdOf(key: Key): string | null {
  const userId = key.getUserIDs()[0]
  return userId === undefined ? null : displayText(userId)
}

async function factsOf(key: Key): Promise<KeyFacts> {
  const fingerprint = key.getFingerprint().toUpperCase()
  const until = await key.getExpirationTime(undefined, LAX)
  return {
    fingerprint,
    userId: userIdOf(key),
    algorithm: algorithmOf(key),
    created: key.getCreationTime().toISOString(),
    expires: until instanceof Date ? until.toISOString() : null,
    revoked: await key.isRevoked(undefined, undefined, undefined, LAX),
    known: knownKey(fingerprint),
  }
}

const NAMES: Readonly<Record<string, string>> = {
  rsaEncryptSign: 'RSA',
  rsaSign: 'RSA',
  dsa: 'DSA',
  ecdsa: 'ECDSA',
  ed25519Legacy: 'Ed25519',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
}

function algorithmOf(key: Key): string {
  const { algorithm, bits, curve } = key.getAlgorithmInfo()
  const name = NAMES[curve ?? ''] ?? NAMES[algorithm] ?? algorithm
  return [name, bits ?? (name === 'ECDSA' ? curve : undefined)].filter(Boolean).join(' ')
}

type FormNotes = Readonly<Record<KeyringForm, string | null>>
const FORMS: Readonly<Record<'as-is' | 'converted', FormNotes>> = {
  'as-is': {
    binary: null,
    armoured:
      'The keyring is ASCII-armored text, but MAAS can use a keyring only in binary form. Convert the file with gpg --dearmor, or enter the key as keyring data: this page converts it.',
    base64:
      'The keyring is base64 text, but MAAS can use a keyring only in binary form. Convert the file with base64 --decode, or enter the key as keyring data: this page converts it.',
  },
  converted: {
    binary: null,
    armoured: 'This page converts the ASCII-armored text to the binary form that MAAS uses.',
    // base64 is only the encoding in which bytes are sent
    base64: null,
  },
}

function notesOn(form: string | null, facts: readonly KeyFacts[]): string[] {
  const now = new Date().toISOString()
  const purposes = new Set(facts.flatMap(({ fingerprint }) => otherUbuntuKey(fingerprint) ?? []))
  const wrongUbuntu = facts.every(({ fingerprint }) => otherUbuntuKey(fingerprint) !== null)
  return [
    form,
    wrongUbuntu &&
      `These are Ubuntu’s keys for ${[...purposes].join(' and ')}, not for images. The keys for images are in ubuntu-cloudimage-keyring.gpg.`,
    ...facts.map((key) => noteOn(key, now)),
  ].filter((note) => typeof note === 'string')
}

/** gpgv, which MAAS uses, accepts signatures of expired and of revoked keys. */
function noteOn({ userId, fingerprint, expires, revoked }: KeyFacts, now: string): string | null {
  const key = `The key ${userId ?? fingerprint}`
  if (revoked) {
    return `${key} has been revoked, but MAAS still accepts its signatures, even if someone has stolen the key. Get the new key from its owner.`
  }
  if (expires !== null && expires < now) {
    return `${key} expired on ${formatDay(expires)}, but MAAS still accepts its signatures. Get the renewed key from its owner.`
  }
  return null
}
