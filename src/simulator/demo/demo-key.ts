import {
  armor,
  createCleartextMessage,
  enums,
  generateKey,
  type PrivateKey,
  readPrivateKey,
  sign,
} from 'openpgp'
import type { SigningKey } from '#simulator/rules/stream-tree.ts'

/** A key that signs demo streams, and the keyring with its public part: binary, as gpgv needs it, and armored. */
export type DemoKey = {
  readonly key: SigningKey
  readonly binary: Uint8Array
  readonly armored: string
}

/** Signs texts with an OpenPGP key. */
export const signerOf =
  (secret: PrivateKey): SigningKey['sign'] =>
  async (text) =>
    sign({ message: await createCleartextMessage({ text }), signingKeys: secret })

/** A new key, as armored text with its secret part. */
export async function newSecret(name: string, email: string): Promise<string> {
  const { privateKey } = await generateKey({
    // the form of Ed25519 that every gpgv supports
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name, email }],
    // in the past, so that a slightly late clock accepts it
    date: new Date(Date.now() - 86_400_000),
    format: 'armored',
  })
  return privateKey
}

/** The key of an armored text with its secret part. */
export async function demoKeyOf(armored: string): Promise<DemoKey> {
  const secret = await readPrivateKey({ armoredKey: armored })
  const shown = secret.toPublic()
  return {
    // only the packet, because the rest of a keyring depends on the tool that wrote it
    key: { sign: signerOf(secret), public: shown.keyPacket.write() },
    binary: shown.write(),
    armored: shown.armor(),
  }
}

export const newDemoKey = async (name: string, email: string): Promise<DemoKey> =>
  demoKeyOf(await newSecret(name, email))

/** A binary keyring as armored text. */
export const armoredKeyring = (binary: Uint8Array): string => armor(enums.armor.publicKey, binary)
