import { createMessage, type PublicKey, readSignature, type Signature, verify } from 'openpgp'
import { type Frame, frameOf } from './clearsign-frame.ts'
import { type GpgvRefusal, gpgvRefusal, isHashNamed } from './gpgv.ts'
import { type Keyring, publicKeys } from './keyring.ts'
import {
  ONLY_REGION,
  refusalOfFrame,
  REGION_DAMAGED,
  REGION_UNSIGNED,
  regionVerdict,
  type RegionVerdict,
} from './region-signature.ts'
import { judge, type Judged, judgement, MISNAMED, UNREADABLE, type Verdict } from './verdict.ts'

export type Verified = Judged & {
  /** What gpgv, and so MAAS, says: it is less strict in some ways, and stricter in others. */
  readonly region: RegionVerdict
  /** The signed part of the text, '' when there is none to be used. Nothing else of the file may be used. */
  readonly data: string
}

const FROM_WORST: readonly Verdict[] = ['bad', 'unknown-key', 'revoked', 'weak', 'expired', 'valid']

const DAMAGED = 'Its signature cannot be read: the file is damaged or cut off.'

/** For what nobody has thought of. */
const UNCHECKABLE: Verified = { ...judgement('bad', undefined, UNREADABLE), region: ONLY_REGION, data: '' }

/**
 * Verifies a clear-signed file (.sjson). Of several signatures each has to be good, as for the gpgv that MAAS asks; the
 * answer tells of the worst. Never throws.
 * @param text the file, with its byte order mark if it has one
 * @param keyring null: it is not here; the signed part is found all the same, and unchecked
 */
export const verifyClearsigned = (text: string, keyring: Keyring | null): Promise<Verified> =>
  verified(text, keyring).catch(() => UNCHECKABLE)

async function verified(text: string, keyring: Keyring | null): Promise<Verified> {
  const frame = frameOf(text)
  if (!frame.signed) return unsigned(frame)
  const data = frame.signed.text
  const signature = await readSignature({ armoredSignature: frame.signed.signature }).catch(() => null)
  if (!signature || signature.packets.length === 0) return unsigned(frame)
  if (!keyring) return { ...judgement('unchecked'), region: refusalOfFrame(frame, null) ?? ONLY_REGION, data }
  const checked = await check(data, signature, await publicKeys(keyring), frame.hashes)
  const worst = FROM_WORST.flatMap((verdict) => checked.filter(({ judged }) => judged.verdict === verdict))[0]
  if (!worst) return unsigned(frame)
  const refusals = checked.map(({ refusal }) => refusal)
  const region = refusalOfFrame(frame, keyring.form) ?? regionVerdict(frame, refusals, worst.judged.verdict)
  return { ...worst.judged, region, data }
}

const unsigned = ({ begun }: Frame): Verified => ({
  ...(begun ? judgement('unsigned', undefined, DAMAGED) : judgement('unsigned')),
  region: begun ? REGION_DAMAGED : REGION_UNSIGNED,
  data: '',
})

type Checked = { readonly judged: Judged; readonly refusal: GpgvRefusal | null }

/** What each signature is worth here and for gpgv. */
async function check(
  text: string,
  signature: Signature,
  keys: PublicKey[],
  hashes: readonly string[],
): Promise<Checked[]> {
  const { signatures } = await verify({
    // as text apart from its signature: openpgp takes many times as long to find them in a large file
    message: await createMessage({ text: text.replaceAll('\n', '\r\n') }),
    signature,
    verificationKeys: keys,
    // a key that was prolonged after it signed: gpg leaves only its newest self-signature in the keyring
    config: { allowInsecureVerificationWithReformattedKeys: true },
  })
  const checked = await Promise.all(
    signatures.map(async ({ verified, signature: promised, keyID }): Promise<Checked> => {
      const one = await promised
      const key = keys.find((candidate) => candidate.getKeys(keyID).length > 0)
      const judged = await judge(verified, keyID, key)
      if (key && !isHashNamed(hashes, one)) return { judged: judgement('bad', key, MISNAMED), refusal: 'bad' }
      const signed = { signature: one, text, keyID, key }
      return { judged, refusal: await gpgvRefusal(signed, judged.verdict === 'valid') }
    }),
  )
  // openpgp passes over signatures that are not of files, or of a version it does not know
  const odd = signature.packets.length > signatures.length
  return odd
    ? [...checked, { judged: judgement('bad', undefined, UNREADABLE), refusal: 'unsupported' }]
    : checked
}
