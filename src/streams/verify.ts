import { readCleartextMessage, readKeys, verify, type CleartextMessage, type PublicKey } from 'openpgp'

export type Verdict = 'valid' | 'unsigned' | 'unknown-key' | 'bad' | 'expired' | 'revoked' | 'weak'

export type Verified = {
  readonly verdict: Verdict
  /** What it means, in a sentence. */
  readonly message: string
  /** User id of the key that signed, where it is in the keyring. */
  readonly signer: string | null
  /** Upper case hex of that key. */
  readonly fingerprint: string | null
  /** The signed part of the text, '' when it is not signed. Only this may be used. */
  readonly data: string
}

const MESSAGES: Record<Verdict, string> = {
  valid: 'The signature is good.',
  unsigned: 'The file is not signed.',
  'unknown-key': 'It is signed with a key that the keyring does not hold.',
  bad: 'The signature does not fit the file: it was changed after it was signed.',
  expired: 'The signature, or the key that made it, has expired.',
  revoked: 'The key that signed has been revoked.',
  weak: 'The signature uses a method that is too weak to be trusted.',
}

const FUTURE = 'The signature is dated in the future: the clock here, or the signer’s, is wrong.'

/**
 * Verifies a clear-signed file (.sjson) against a keyring, binary or armoured, with any number of keys.
 * Never throws: a keyring that cannot be read holds no key.
 */
export async function verifyClearsigned(text: string, keyring: Uint8Array): Promise<Verified> {
  const message = await readCleartextMessage({ cleartextMessage: text }).catch(() => null)
  if (!message) return verdictOf('unsigned', '')
  const keys = await readKeyring(keyring)
  const data = message.getText()
  const result = await verify({ message, verificationKeys: keys })
  const [signature] = result.signatures
  if (!signature) return verdictOf('unsigned', data)
  const key = await signingKey(message, keys)
  const failure = await signature.verified.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
  if (failure === null) return verdictOf((await hasExpired(key)) ? 'expired' : 'valid', data, key)
  const verdict = reasonOf(failure, key)
  return { ...verdictOf(verdict, data, key), ...(/in the future/i.test(failure) && { message: FUTURE }) }
}

/** Keys of a keyring; of armoured blocks every one is read, not the first alone. */
async function readKeyring(keyring: Uint8Array): Promise<PublicKey[]> {
  const text = new TextDecoder('latin1').decode(keyring)
  const blocks = text.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*?-----END PGP PUBLIC KEY BLOCK-----/g)
  if (!blocks) return readKeys({ binaryKeys: keyring }).catch(() => [])
  const read = await Promise.all(blocks.map((block) => readKeys({ armoredKeys: block }).catch(() => [])))
  return read.flat()
}

async function signingKey(
  message: CleartextMessage,
  keys: readonly PublicKey[],
): Promise<PublicKey | undefined> {
  const ids = message.getSigningKeyIDs()
  return keys.find((key) => ids.some((id) => key.getKeys(id).length > 0))
}

async function hasExpired(key: PublicKey | undefined): Promise<boolean> {
  const until = await key?.getExpirationTime()
  return until instanceof Date && until.getTime() < Date.now()
}

/** openpgp tells its reasons in messages only. */
function reasonOf(failure: string, key: PublicKey | undefined): Verdict {
  if (/could not find signing key/i.test(failure)) return key ? 'bad' : 'unknown-key'
  if (/revoked/i.test(failure)) return 'revoked'
  if (/expired/i.test(failure)) return 'expired'
  if (/insecure|too weak|not allowed|less than|rejected/i.test(failure)) return 'weak'
  return 'bad'
}

function verdictOf(verdict: Verdict, data: string, key?: PublicKey): Verified {
  return {
    verdict,
    message: MESSAGES[verdict],
    signer: key?.getUserIDs()[0] ?? null,
    fingerprint: key?.getFingerprint().toUpperCase() ?? null,
    data,
  }
}
