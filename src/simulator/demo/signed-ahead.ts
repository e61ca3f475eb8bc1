import { digestOf } from '#lib/digest.ts'
import { fromBase64, toBase64 } from '#lib/text/base64.ts'
import { withCrlf } from '#streams/signatures/text-digests.ts'
import { armoredKeyring, type DemoKey } from './demo-key.ts'
import { type DemoKeys, newDemoKeys, type SignedStreams, streamsOf } from './demo-streams.ts'

/*
 * Streams that are signed when the static demo is built. Their texts follow from the time of the build, so only the
 * signatures are kept, and no secret key.
 */

type SignedBy = {
  /** The binary keyring, and the packet of its key: base64. */
  readonly keyring: string
  readonly public: string
  /** What stands before and after a text, by the SHA-256 of the text. */
  readonly signatures: Record<string, readonly [before: string, after: string]>
}
/** `now`: the time of the build, ms. */
export type SignedAhead = { readonly now: number; readonly demo: SignedBy; readonly other: SignedBy }

/** Signs all demo streams as they are at this time, ms, with new keys that are then forgotten. */
export async function signAhead(now: number): Promise<SignedAhead> {
  const keys = await newDemoKeys()
  const demo = recorded(keys.demo)
  const other = recorded(keys.other)
  const { trees } = await streamsOf({ demo: demo.key, other: other.key, now })
  for (const tree of Object.values(trees)) await tree.prepare?.()
  return { now, demo: demo.record, other: other.record }
}

function recorded({ key, ...keyring }: DemoKey): { key: DemoKey; record: SignedBy } {
  const signatures: SignedBy['signatures'] = {}
  const sign = async (text: string) => {
    const signed = await key.sign(text)
    const body = withCrlf(text)
    const at = signed.indexOf(body)
    if (at < 0) throw new Error('A signed text differs from the text that was to be signed.')
    signatures[await sumOf(text)] = [signed.slice(0, at), signed.slice(at + body.length)]
    return signed
  }
  return {
    key: { ...keyring, key: { ...key, sign } },
    record: { keyring: toBase64(keyring.binary), public: toBase64(key.public), signatures },
  }
}

/**
 * The streams that were signed ahead. What is published later is signed with `own` keys, which the keyrings contain
 * too.
 */
export const streamsSignedAhead = (ahead: SignedAhead, own: DemoKeys): Promise<SignedStreams> =>
  streamsOf({ demo: withOwn(ahead.demo, own.demo), other: withOwn(ahead.other, own.other), now: ahead.now })

function withOwn({ keyring, public: packet, signatures }: SignedBy, own: DemoKey): DemoKey {
  const binary = new Uint8Array([...fromBase64(keyring), ...own.binary])
  const sign = async (text: string) => {
    const [before, after] = signatures[await sumOf(text)] ?? []
    return before === undefined || after === undefined ? own.key.sign(text) : before + withCrlf(text) + after
  }
  return { key: { sign, public: fromBase64(packet) }, binary, armored: armoredKeyring(binary) }
}

const sumOf = (text: string) => digestOf(new TextEncoder().encode(text))
