import { readCleartextMessage, readKeys, verify, type KeyID, type PublicKey } from 'openpgp'

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

const FROM_WORST: readonly Verdict[] = ['bad', 'unknown-key', 'revoked', 'weak', 'expired', 'valid']

const DAMAGED = 'Its signature cannot be read: the file is damaged or cut off.'
const FUTURE = 'The signature is dated in the future: the clock here, or the signer’s, is wrong.'

/**
 * Verifies a clear-signed file (.sjson) against a keyring, binary or armoured, with any number of keys. Of several
 * signatures each has to be good, as for the gpgv that MAAS asks; the answer tells of the worst.
 * Never throws: a keyring that cannot be read holds no key.
 */
export async function verifyClearsigned(text: string, keyring: Uint8Array): Promise<Verified> {
  const message = await readCleartextMessage({ cleartextMessage: text }).catch(() => null)
  if (!message) {
    const cut = text.includes('-----BEGIN PGP SIGNED MESSAGE-----')
    return { ...verdictOf('unsigned'), ...(cut && { message: DAMAGED }), data: '' }
  }
  const keys = await readKeyring(keyring)
  const { signatures } = await verify({ message, verificationKeys: keys })
  const judged = await Promise.all(signatures.map(({ keyID, verified }) => judge(verified, keyID, keys)))
  const worst = FROM_WORST.flatMap((verdict) => judged.filter((one) => one.verdict === verdict))[0]
  return worst ? { ...worst, data: message.getText() } : { ...verdictOf('unsigned'), data: '' }
}

/** Keys of a keyring; of armoured blocks every one is read, not the first alone. */
async function readKeyring(keyring: Uint8Array): Promise<PublicKey[]> {
  const text = new TextDecoder('latin1').decode(keyring)
  const blocks = text.match(/-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*?-----END PGP PUBLIC KEY BLOCK-----/g)
  if (!blocks) return readKeys({ binaryKeys: keyring }).catch(() => [])
  const read = await Promise.all(blocks.map((block) => readKeys({ armoredKeys: block }).catch(() => [])))
  return read.flat()
}

type Judged = Omit<Verified, 'data'>

async function judge(verified: Promise<true>, keyID: KeyID, keys: readonly PublicKey[]): Promise<Judged> {
  const key = keys.find((one) => one.getKeys(keyID).length > 0)
  const failure = await verified.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (failure !== null) return judgeFailure(failure, key)
  return verdictOf((await hasExpired(key, keyID)) ? 'expired' : 'valid', key)
}

/** Whether the key, or its subkey that signed, has expired since; openpgp looks at the time of signing alone. */
async function hasExpired(key: PublicKey | undefined, keyID: KeyID): Promise<boolean> {
  const untils = [await key?.getExpirationTime(), await key?.getKeys(keyID)[0]?.getExpirationTime()]
  return untils.some((until) => until instanceof Date && until.getTime() < Date.now())
}

/** openpgp tells its reasons in messages only. What it says of none of the known kinds is passed on. */
function judgeFailure(failure: string, key: PublicKey | undefined): Judged {
  if (/could not find signing key/i.test(failure)) return verdictOf('unknown-key', key)
  if (/revoked/i.test(failure)) return verdictOf('revoked', key)
  if (/expired/i.test(failure)) return verdictOf('expired', key)
  if (/insecure|too weak|not allowed|less than|rejected/i.test(failure)) return verdictOf('weak', key)
  if (/in the future/i.test(failure)) return { ...verdictOf('bad', key), message: FUTURE }
  if (/digest did not match|verification failed/i.test(failure)) return verdictOf('bad', key)
  return { ...verdictOf('bad', key), message: `The signature cannot be trusted: ${failure}.` }
}

function verdictOf(verdict: Verdict, key?: PublicKey): Judged {
  return {
    verdict,
    message: MESSAGES[verdict],
    signer: key?.getUserIDs()[0] ?? null,
    fingerprint: key?.getFingerprint().toUpperCase() ?? null,
  }
}
