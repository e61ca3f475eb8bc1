import {
  config,
  createCleartextMessage,
  enums,
  generateKey,
  PacketList,
  type PrivateKey,
  type PublicKey,
  sign,
  Signature,
  SignaturePacket,
} from 'openpgp'
import { type Keyring, readKeyring } from '#streams/signatures/keyring.ts'

/* Keys and signed files, created when a test runs. */

export const TEXT = '{\n "a": 1\n}\n'
export const MINUTE = 60_000
export const YEAR = 365 * 86_400_000
export const LONG_AGO = new Date(Date.now() - 2 * YEAR)

export type Pair = { readonly privateKey: PrivateKey; readonly publicKey: PublicKey }

/** An Ed25519 key created two years ago, of the kind that GnuPG 2.2 uses. `options` are those of openpgp's generateKey. */
export const makeKey = (options: object = {}): Promise<Pair> =>
  generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'Streams', email: 'streams@example.com' }],
    date: LONG_AGO,
    format: 'object',
    ...options,
  })

/** `options` are those of openpgp's sign. */
export const clearsign = async ({ privateKey }: Pair, options: object = {}): Promise<string> =>
  sign({ message: await createCleartextMessage({ text: TEXT }), signingKeys: privateKey, ...options })

/** What SignaturePacket.sign really accepts; its types are outdated. */
type Sign = (key: unknown, content: object, date: Date, detached: boolean, use: object) => Promise<void>

/** A signature that `sign` cannot create: with SHA-1, with its own expiry, or at a time when the key may not sign. */
export async function clearsignOddly(
  { privateKey }: Pair,
  odd: Partial<SignaturePacket>,
  date = new Date(Date.now() - MINUTE),
): Promise<string> {
  const packet = Object.assign(new SignaturePacket(), {
    signatureType: enums.signature.text,
    publicKeyAlgorithm: privateKey.keyPacket.algorithm,
    hashAlgorithm: enums.hash.sha512,
    ...odd,
  })
  const content = { getBytes: () => new TextEncoder().encode(TEXT) }
  const makeSignature: Sign = packet.sign.bind(packet) as unknown as Sign
  // SHA-1 signatures have no salt
  await makeSignature(privateKey.keyPacket, content, date, true, {
    ...config,
    nonDeterministicSignaturesViaNotation: false,
  })
  const packets = new PacketList<SignaturePacket>()
  packets.push(packet)
  const hash = odd.hashAlgorithm === enums.hash.sha1 ? 'SHA1' : 'SHA512'
  return `-----BEGIN PGP SIGNED MESSAGE-----\nHash: ${hash}\n\n${TEXT}\n${new Signature(packets).armor()}`
}

/** The keys, one after the other, as in a binary keyring. */
export const binaryOf = (...pairs: readonly Pair[]): Uint8Array =>
  Uint8Array.from(pairs.flatMap(({ publicKey }) => [...publicKey.write()]))

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** A binary keyring of these keys. */
export const keyringOf = (...pairs: readonly Pair[]): Promise<Keyring> => readKeyring(binaryOf(...pairs))
