import { type CleartextMessage, enums, type PublicKey, readCleartextMessage, verify } from 'openpgp'
import { type Frame, frameOf } from './clearsign-frame.ts'
import { type GpgvRefusal, gpgvRefusal } from './gpgv.ts'
import { type Keyring, publicKeys } from './keyring.ts'
import {
  ONLY_REGION,
  refusalOfFrame,
  REGION_DAMAGED,
  REGION_UNSIGNED,
  regionVerdict,
  type RegionVerdict,
} from './region-signature.ts'
import { judge, type Judged, judgement, UNREADABLE, type Verdict } from './verdict.ts'

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
  const message = await readCleartextMessage({ cleartextMessage: frame.text }).catch(() => null)
  const signatures = message?.getSigningKeyIDs().length ?? 0
  if (!message || signatures === 0) return unsigned(frame)
  const data = message.getText()
  if (!keyring) return { ...judgement('unchecked'), region: refusalOfFrame(frame, null) ?? ONLY_REGION, data }
  const checked = await check(message, await publicKeys(keyring))
  const worst = FROM_WORST.flatMap((verdict) => checked.filter(({ judged }) => judged.verdict === verdict))[0]
  if (!worst) return unsigned(frame)
  const refusals = checked.map(({ refusal }) => refusal)
  const region = refusalOfFrame(frame, keyring.form) ?? regionVerdict(frame, refusals, worst.judged.verdict)
  return { ...worst.judged, region, data }
}

function unsigned(frame: Frame): Verified {
  if (!frame.begun) return { ...judgement('unsigned'), region: REGION_UNSIGNED, data: '' }
  const known = frame.hashes?.every((name) => name.toLowerCase() in enums.hash) ?? true
  const region = known ? REGION_DAMAGED : ONLY_REGION
  return { ...judgement('unsigned', undefined, known ? DAMAGED : UNREADABLE), region, data: '' }
}

type Checked = { readonly judged: Judged; readonly refusal: GpgvRefusal | null }

async function check(message: CleartextMessage, keys: PublicKey[]): Promise<Checked[]> {
  const text = message.getText()
  const { signatures } = await verify({
    message,
    verificationKeys: keys,
    // a key that was prolonged after it signed: gpg leaves only its newest self-signature in the keyring
    config: { allowInsecureVerificationWithReformattedKeys: true },
  })
  const checked = await Promise.all(
    signatures.map(async ({ verified, signature, keyID }): Promise<Checked> => {
      const key = keys.find((one) => one.getKeys(keyID).length > 0)
      const judged = await judge(verified, keyID, key)
      const signed = { signature: await signature, text, keyID, key }
      return { judged, refusal: await gpgvRefusal(signed, judged.verdict === 'valid') }
    }),
  )
  // openpgp passes over signatures that are not of files, or of a version it does not know
  const odd = message.getSigningKeyIDs().length > signatures.length
  return odd
    ? [...checked, { judged: judgement('bad', undefined, UNREADABLE), refusal: 'unsupported' }]
    : checked
}
