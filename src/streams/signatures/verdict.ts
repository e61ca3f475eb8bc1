import type { KeyID, PublicKey } from 'openpgp'
import { displayText } from '#lib/text/display-text.ts'
import { userIdOf } from './keyring.ts'
import { knownKey } from './known-keys.ts'
import { LAX } from './lax-config.ts'

export type Verdict =
  | 'valid'
  | 'unsigned'
  | 'unknown-key'
  | 'bad'
  | 'expired'
  | 'revoked'
  | 'weak'
  | 'unchecked'

/** This page's verdict on one signature. */
export type Judged = {
  readonly verdict: Verdict
  /** The meaning of the verdict, in a sentence. */
  readonly message: string
  /** User ID of the key that signed the file, if the keyring contains it. */
  readonly signer: string | null
  /** Fingerprint of that key, in uppercase hex. */
  readonly fingerprint: string | null
  /** A name for the key, if Ubuntu signs images with it. */
  readonly known: string | null
}

const MESSAGES: Record<Verdict, string> = {
  valid: 'The signature is valid.',
  unsigned: 'The file is not signed.',
  'unknown-key': 'The keyring does not contain the key that signed the file.',
  bad: 'The signature does not match the file: the file was changed after it was signed.',
  expired: 'The signature, or the key that made it, has expired.',
  revoked: 'The key that signed the file has been revoked.',
  weak: 'The signature uses a method that is too weak to be trusted.',
  unchecked: 'This page cannot check the signature, because it cannot read the keyring.',
}

export const UNREADABLE = 'This page cannot check this type of signature.'
export const MISNAMED = 'The Hash header of the file names another hash method than its signature.'
const FUTURE = 'The signature is dated in the future: the clock of this machine or of the signer is wrong.'

export const judgment = (verdict: Verdict, key?: PublicKey, message = MESSAGES[verdict]): Judged => {
  const fingerprint = key?.getFingerprint().toUpperCase() ?? null
  return {
    verdict,
    message,
    signer: key ? userIdOf(key) : null,
    fingerprint,
    known: fingerprint && knownKey(fingerprint),
  }
}

/**
 * Judges a signature by the result of openpgp.
 * @param key the key of the keyring that the signature names
 */
export async function judge(
  verified: Promise<true>,
  keyID: KeyID,
  key: PublicKey | undefined,
): Promise<Judged> {
  if (!key) return judgment('unknown-key', undefined, unknownKey(keyID))
  const failure = await verified.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (failure !== null) return judgeFailure(failure, key)
  if (await isRevokedNow(key, keyID)) return judgment('revoked', key)
  return judgment((await hasExpired(key, keyID)) ? 'expired' : 'valid', key)
}

/** The ID is part of the signature, where anyone can write it: it helps to find the key, but proves nothing. */
const unknownKey = (keyID: KeyID) =>
  `The keyring does not contain the key that signed the file (key ID ${keyID.toHex().toUpperCase()}).`

/**
 * Whether the key, or its subkey that signed, is revoked; openpgp accepts signatures from before the revocation
 * if its reason is harmless.
 */
async function isRevokedNow(key: PublicKey, keyID: KeyID): Promise<boolean> {
  if (await key.isRevoked(undefined, undefined, undefined, LAX)) return true
  const subkey = key.getSubkeys(keyID)[0]
  // the types require the revoking key, but openpgp has a default
  return subkey ? subkey.isRevoked(undefined as never, undefined as never, undefined, LAX) : false
}

/** Whether the key, or its subkey that signed, has expired by now; openpgp checks only the time of signing. */
async function hasExpired(key: PublicKey, keyID: KeyID): Promise<boolean> {
  const untils = [await key.getExpirationTime(), await key.getKeys(keyID)[0]?.getExpirationTime()]
  return untils.some((until) => until instanceof Date && until.getTime() < Date.now())
}

/** openpgp gives its reasons only in messages. An unknown message is shown as it is. */
function judgeFailure(failure: string, key: PublicKey): Judged {
  if (/revoked/i.test(failure)) return judgment('revoked', key)
  if (/expired/i.test(failure)) return judgment('expired', key)
  if (/insecure|too weak|not allowed|less than|rejected/i.test(failure)) return judgment('weak', key)
  if (/in the future/i.test(failure)) return judgment('bad', key, FUTURE)
  if (/digest did not match|verification failed/i.test(failure)) return judgment('bad', key)
  if (/cannot find module|not supported|unsupported|unknown curve/i.test(failure)) {
    return judgment('bad', key, UNREADABLE)
  }
  return judgment('bad', key, `The signature cannot be trusted: ${displayText(failure)}.`)
}
