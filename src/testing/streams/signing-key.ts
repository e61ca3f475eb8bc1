import { signerOf } from '#simulator/demo/demo-key.ts'
import type { SigningKey } from '#simulator/rules/stream-tree.ts'
import { binaryOf, makeKey } from './signature-fixtures.ts'

export type TestKey = SigningKey & {
  /** In the form in which an administrator enters it in MAAS. */
  readonly keyring: Uint8Array<ArrayBuffer>
  readonly armored: string
}

/** A key for signing streams, created at its first use. */
export const signingKey = (): Promise<TestKey> => (made ??= make())

let made: Promise<TestKey> | undefined

async function make(): Promise<TestKey> {
  const pair = await makeKey()
  return {
    sign: signerOf(pair.privateKey),
    public: pair.publicKey.keyPacket.write(),
    keyring: new Uint8Array(binaryOf(pair)),
    armored: pair.publicKey.armor(),
  }
}
