import { createMessage, type PublicKey, readSignature, type Signature, verify } from 'openpgp'
import { readArmor } from './armor.ts'
import { type ClearsignFrame, frameOf } from './clearsign-frame.ts'
import { type GpgvRefusal, gpgvRefusal, isHashNamed } from './gpgv.ts'
import { type Keyring, publicKeys } from './keyring.ts'
import {
  ONLY_REGION,
  refusalOfFrame,
  refusalOfBlocks,
  REGION_DAMAGED,
  REGION_UNSIGNED,
  regionVerdict,
  type RegionVerdict,
  type SignatureBlocks,
} from './region-signature.ts'
import { signaturePackets } from './signature-packets.ts'
import { type BeginDigest, shareDigests, withCrlf } from './text-digests.ts'
import { judge, type Judged, judgment, MISNAMED, UNREADABLE, type Verdict } from './verdict.ts'

export type Verified = Judged & {
  /** The verdict of gpgv, and so of MAAS. It is less strict in some ways and stricter in others. */
  readonly region: RegionVerdict
  /** The signed part of the text, '' if none may be used. No other part of the file may be used. */
  readonly data: string
}

const FROM_WORST: readonly Verdict[] = ['bad', 'unknown-key', 'revoked', 'weak', 'expired', 'valid']

const DAMAGED = 'The signature cannot be read: the file is damaged or cut off.'

/** For unexpected errors. */
const UNCHECKABLE: Verified = { ...judgment('bad', undefined, UNREADABLE), region: ONLY_REGION, data: '' }

/**
 * A file has one signature, and one more during a change of keys. Each one is checked against the whole file.
 */
const MOST_SIGNATURES = 8
const TOO_MANY = `The file has more than ${MOST_SIGNATURES} signatures, so they are not checked. Sign it with one key.`

/**
 * Verifies a clear-signed file (.sjson). If there are several signatures, each one has to be valid, as for the
 * gpgv that MAAS uses; the verdict is that of the worst one. Never throws.
 * @param text the file, with its byte order mark if it has one
 * @param keyring null if it is not available; then the signed part is found, but not checked
 * @param beginDigest lets the text be read once for all signatures with the same hash method
 */
export const verifyClearsigned = (
  text: string,
  keyring: Keyring | null,
  beginDigest: BeginDigest = () => null,
): Promise<Verified> => verified(text, keyring, beginDigest).catch(() => UNCHECKABLE)

async function verified(text: string, keyring: Keyring | null, beginDigest: BeginDigest): Promise<Verified> {
  const frame = frameOf(text)
  if (!frame.signed) return unsigned(frame)
  const data = frame.signed.text
  const found = await signatureIn(frame.signed.blocks)
  if (!found) return unsigned(frame)
  const tooMany = frame.tooManyBlocks || found.count > MOST_SIGNATURES
  if (tooMany) return { ...judgment('bad', undefined, TOO_MANY), region: ONLY_REGION, data }
  const refusal = refusalOfFrame(frame, keyring?.form ?? null) ?? refusalOfBlocks(found)
  if (!keyring) return { ...judgment('unchecked'), region: refusal ?? ONLY_REGION, data }
  const digested = shareDigests(found.signature.packets, data, beginDigest)
  const checked = await check(digested ? '' : withCrlf(data), found, await publicKeys(keyring), frame.hashes)
  const worst = FROM_WORST.flatMap((verdict) => checked.filter(({ judged }) => judged.verdict === verdict))[0]
  if (!worst) return unsigned(frame)
  const refusals = checked.map(({ refusal: one }) => one)
  return { ...worst.judged, region: refusal ?? regionVerdict(frame, refusals, worst.judged.verdict), data }
}

/** The signatures of all blocks of a file. Null if the first block holds none. */
async function signatureIn(blocks: readonly string[]): Promise<Found | null> {
  const armors = await Promise.all(blocks.map(readArmor))
  const packets = armors.map(({ bytes }) => (bytes ? signaturePackets(bytes) : null))
  if (!packets[0] || packets[0].signatures.length === 0) return null
  const binary = packets.flatMap((one) => one?.signatures ?? [])
  return {
    count: binary.length,
    signature: await readSignature({ binarySignature: joined(binary.slice(0, MOST_SIGNATURES)) }),
    armors,
    damaged: packets.some((one) => !one || one.signatures.length === 0),
    doubtful: packets.some((one) => one?.doubtful),
  }
}

type Found = SignatureBlocks & { readonly signature: Signature; readonly count: number }

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const unsigned = ({ begun }: ClearsignFrame): Verified => ({
  ...(begun ? judgment('unsigned', undefined, DAMAGED) : judgment('unsigned')),
  region: begun ? REGION_DAMAGED : REGION_UNSIGNED,
  data: '',
})

type Checked = { readonly judged: Judged; readonly refusal: GpgvRefusal | null }

/**
 * The verdicts of this page and of gpgv on each signature.
 * @param text with line ends as \r\n; '' if the signatures have their digests
 */
async function check(
  text: string,
  { signature, count }: Found,
  keys: PublicKey[],
  hashes: readonly string[],
): Promise<Checked[]> {
  const { signatures } = await verify({
    // the text and its signature are passed separately: openpgp takes much longer to find them in a large file
    message: await createMessage({ text }),
    signature,
    verificationKeys: keys,
    // for a key that was extended after it signed: gpg leaves only its newest self-signature in the keyring
    config: { allowInsecureVerificationWithReformattedKeys: true },
  })
  const checked = await Promise.all(
    signatures.map(async ({ verified, signature: promised, keyID }): Promise<Checked> => {
      const one = await promised
      const key = keys.find((candidate) => candidate.getKeys(keyID).length > 0)
      const judged = await judge(verified, keyID, key)
      if (key && !isHashNamed(hashes, one)) return { judged: judgment('bad', key, MISNAMED), refusal: 'bad' }
      const signed = { signature: one, text, keyID, key }
      return { judged, refusal: await gpgvRefusal(signed, judged.verdict === 'valid') }
    }),
  )
  // openpgp ignores signatures that are not for files, or of an unknown version
  const odd = count > signatures.length
  return odd
    ? [...checked, { judged: judgment('bad', undefined, UNREADABLE), refusal: 'unsupported' }]
    : checked
}
