import {
  type AnyKeyPacket,
  enums,
  type KeyID,
  PublicKey,
  readKey,
  type Signature,
  SignaturePacket,
} from 'openpgp'
import { LAX } from './lax-config.ts'

/** Why gpgv refuses a signature. `uncheckable`: gpgv may accept it, but openpgp cannot check it. */
export type GpgvRefusal =
  | 'unknown-key'
  | 'bad'
  | 'expired'
  | 'older-than-key'
  | 'key-of-tomorrow'
  | 'unusable-key'
  | 'unsupported'
  | 'uncheckable'

/** The methods that gpgv 2.2 supports: no Ed25519 of RFC 9580, no SHA-3. */
const ALGORITHMS: ReadonlySet<enums.publicKey | null> = new Set([
  enums.publicKey.rsaEncryptSign,
  enums.publicKey.rsaSign,
  enums.publicKey.dsa,
  enums.publicKey.ecdsa,
  enums.publicKey.eddsaLegacy,
])
const HASHES: ReadonlyMap<string, enums.hash> = new Map([
  ['MD5', enums.hash.md5],
  ['SHA1', enums.hash.sha1],
  ['RIPEMD160', enums.hash.ripemd],
  ['SHA224', enums.hash.sha224],
  ['SHA256', enums.hash.sha256],
  ['SHA384', enums.hash.sha384],
  ['SHA512', enums.hash.sha512],
])

/** @param name as written in a Hash header; gpgv refuses the file for any other name, even in lower case */
export const gpgvKnowsHash = (name: string): boolean => HASHES.has(name)

/** Whether the Hash headers of a file, if it has any, name the hash method of the signature. */
export const isHashNamed = (names: readonly string[], { packets }: Signature): boolean =>
  names.length === 0 ||
  packets.every(({ hashAlgorithm }) =>
    names.some((name) => {
      const upper = name.toUpperCase()
      return hashAlgorithm === (HASHES.get(upper) ?? NEWER_HASHES.get(upper))
    }),
  )

const NEWER_HASHES: ReadonlyMap<string, enums.hash> = new Map([
  ['SHA3-256', enums.hash.sha3_256],
  ['SHA3-512', enums.hash.sha3_512],
])

/** A signature, the key of the keyring that it names, and the signed text, with line ends as \r\n. */
export type Signed = {
  readonly signature: Signature
  readonly text: string
  readonly keyID: KeyID
  readonly key: PublicKey | undefined
}

/**
 * The verdict of gpgv 2.2 on one signature, as measured: it accepts revoked and expired keys, SHA-1, short
 * keys, and signatures dated in the future. Null if it accepts the signature.
 * @param good whether the signature is valid for openpgp, which is stricter if both support the method
 */
export async function gpgvRefusal(
  { signature, text, keyID, key }: Signed,
  good: boolean,
): Promise<GpgvRefusal | null> {
  const packet = signature.packets[0]
  const signing = key?.getKeys(keyID)[0]?.keyPacket
  if (!key || !signing) return 'unknown-key'
  if (!packet?.created || !supports(packet, signing.version)) return 'unsupported'
  if (good) return null
  const misfit = await misfitOf(packet, signing, text, packet.created)
  if (misfit) return misfit
  const now = new Date()
  if (packet.getExpirationTime() <= now) return 'expired'
  if (signing.created > now || key.getCreationTime() > now) return 'key-of-tomorrow'
  if (signing.created > packet.created) return 'older-than-key'
  return (await isUsable(key, keyID)) ? null : 'unusable-key'
}

const supports = (packet: SignaturePacket, keyVersion: number): boolean =>
  keyVersion === 4 &&
  packet.version === 4 &&
  ALGORITHMS.has(packet.publicKeyAlgorithm) &&
  [...HASHES.values()].some((hash) => hash === packet.hashAlgorithm)

/** Whether the key made this signature of this text at that date, without a check of trust or time. */
async function misfitOf(
  packet: SignaturePacket,
  key: AnyKeyPacket,
  text: string,
  date: Date,
): Promise<GpgvRefusal | null> {
  const content = { text: null, getBytes: () => new TextEncoder().encode(text) }
  try {
    await packet.verify(key, packet.signatureType ?? enums.signature.text, content, date, true, LAX)
    return null
  } catch (error) {
    // any other failure is a method that openpgp does not support here
    const found = /did not match|verification failed|insecure|critical/i.test(String(error))
    return found ? 'bad' : 'uncheckable'
  }
}

/** Whether the key may sign, by its own flags at any time, and as if it had never been revoked. */
async function isUsable(key: PublicKey, keyID: KeyID): Promise<boolean> {
  try {
    // read again, because openpgp has marked the keys that are revoked
    const packets = (await readKey({ binaryKey: key.write() })).toPacketList()
    const unrevoked = packets.filter((packet) => !isRevocation(packet)) as typeof packets
    await new PublicKey(unrevoked).getSigningKey(keyID, null, {}, LAX)
    return true
  } catch {
    return false
  }
}

const REVOCATIONS: ReadonlySet<enums.signature | null> = new Set([
  enums.signature.keyRevocation,
  enums.signature.subkeyRevocation,
  enums.signature.certRevocation,
])

const isRevocation = (packet: object) =>
  packet instanceof SignaturePacket && REVOCATIONS.has(packet.signatureType)
