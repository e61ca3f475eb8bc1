import type { Armor } from './armor.ts'
import type { ClearsignFrame } from './clearsign-frame.ts'
import { type GpgvRefusal, gpgvKnowsHash } from './gpgv.ts'
import type { KeyringForm } from './keyring-form.ts'
import type { Verdict } from './verdict.ts'

/** MAAS's expected verdict on a signed file. `accepts` is null if only the region can find out. */
export type RegionVerdict = { readonly accepts: boolean | null; readonly message: string }

const refuses = (why: string): RegionVerdict => ({ accepts: false, message: `MAAS refuses the file: ${why}` })

export const REGION_UNSIGNED = refuses('gpgv, which MAAS uses, finds no signature in it.')
export const REGION_DAMAGED = refuses('gpgv, which MAAS uses, finds no complete signature in it.')
export const ONLY_REGION: RegionVerdict = {
  accepts: null,
  message: 'This page cannot check whether MAAS accepts the signature.',
}

const REFUSALS: Readonly<Record<Exclude<GpgvRefusal, 'uncheckable'>, RegionVerdict>> = {
  'unknown-key': refuses('the keyring does not contain the key that signed it.'),
  bad: refuses(
    'the signature does not match it, or is of a type that gpgv, which MAAS uses, does not accept.',
  ),
  expired: refuses('its signature has expired. Sign the file again.'),
  'older-than-key': refuses(
    'its signature is dated before the key was created, so a clock was wrong. Sign the file again.',
  ),
  'key-of-tomorrow': refuses(
    'its key is dated in the future. A clock was wrong when the key was created, or is wrong now.',
  ),
  'unusable-key': refuses('the key in the keyring is not valid for signing files. Export the key again.'),
  unsupported: refuses(
    'gpgv 2.2, which MAAS uses, does not support this type of key or signature. Sign the file with an RSA 4096 key.',
  ),
}

/**
 * Why MAAS cannot use a file or keyring, whatever key signed it: its gpgv finds no signature, or cannot read a
 * key. Null if it can use it.
 */
export function refusalOfFrame(frame: ClearsignFrame, form: KeyringForm | null): RegionVerdict | null {
  if (form === 'armoured' || form === 'base64') {
    const given = form === 'armoured' ? 'ASCII-armored text' : 'base64 text'
    return refuses(
      `the keyring is ${given}, but gpgv, which MAAS uses, reads only binary keyrings. Enter the key as keyring data with Update or Change source: this page converts it.`,
    )
  }
  if (frame.markBefore) return refuses('it begins with a byte order mark. Save the file without one.')
  if (frame.textBefore)
    return refuses('there is text before the signed part. The file must begin with the signed part.')
  if (frame.severalParts) return refuses('it has several signed parts, and only one is allowed.')
  if (frame.hashes.length === 0 || !frame.hashes.every(gpgvKnowsHash)) {
    return refuses(
      'it has no Hash header, or one that gpgv, which MAAS uses, does not support. Sign the file with gpg --clearsign.',
    )
  }
  return null
}

/** The state of the signature blocks in a file, whatever key signed it. */
export type SignatureBlocks = {
  readonly armors: readonly Armor[]
  /** Whether one of them holds no signature. */
  readonly damaged: boolean
  /** Whether there are packets between the signatures for which gpgv may refuse the file. */
  readonly doubtful: boolean
}

/**
 * Why gpgv refuses a file because of its signature blocks, whatever key signed it (gpgv 2.2.40, measured). Null
 * if it does not.
 */
export function refusalOfBlocks({ armors, damaged, doubtful }: SignatureBlocks): RegionVerdict | null {
  if (armors.some(({ end }) => end === 'wrong checksum')) {
    return refuses('the checksum of its signature is wrong, so the file was damaged. Copy the file again.')
  }
  if (damaged) {
    return refuses('its second signature block cannot be read. Sign the file again.')
  }
  if (armors.some(({ end }) => end === 'no checksum or padding')) {
    return refuses(
      'gpgv 2.2, which MAAS uses, cannot read a signature block that ends without a checksum or padding. Sign the file with gpg --clearsign.',
    )
  }
  return doubtful ? ONLY_REGION : null
}

const OVERLOOKED: Readonly<Partial<Record<Verdict, string>>> = {
  expired: 'ignores that the key has expired',
  revoked: 'ignores that the key has been revoked',
  weak: 'ignores that the method is weak',
  bad: 'finds no problem with it',
}

/**
 * MAAS's verdict on a file, in which gpgv has to accept each signature.
 * @param refusals one for each signature; null if gpgv accepts it
 * @param verdict the verdict of this page
 */
export function regionVerdict(
  frame: ClearsignFrame,
  refusals: readonly (GpgvRefusal | null)[],
  verdict: Verdict,
): RegionVerdict {
  const certain = refusals.find((one) => one !== null && one !== 'uncheckable')
  if (certain) return REFUSALS[certain]
  if (refusals.includes('uncheckable')) return ONLY_REGION
  const overlooked = OVERLOOKED[verdict]
  const accepted = overlooked
    ? `MAAS accepts the file anyway: gpgv, which MAAS uses, ${overlooked}.`
    : 'gpgv, which MAAS uses, accepts the signature.'
  return {
    accepts: true,
    message: frame.textAfter ? `${accepted} It ignores the text after the signature.` : accepted,
  }
}
