import type { Armor } from './armor.ts'
import type { Frame } from './clearsign-frame.ts'
import { type GpgvRefusal, gpgvKnowsHash } from './gpgv.ts'
import type { KeyringForm } from './keyring-form.ts'
import type { Verdict } from './verdict.ts'

/** What MAAS will say of a signed file. accepts is null when only the region can tell. */
export type RegionVerdict = { readonly accepts: boolean | null; readonly message: string }

const refuses = (why: string): RegionVerdict => ({ accepts: false, message: `MAAS refuses it: ${why}` })

export const REGION_UNSIGNED = refuses('gpgv, which MAAS uses, finds no signature in the file.')
export const REGION_DAMAGED = refuses('gpgv, which MAAS uses, finds no whole signature in the file.')
export const ONLY_REGION: RegionVerdict = {
  accepts: null,
  message: 'Only the region can tell whether it accepts the signature.',
}

const REFUSALS: Readonly<Record<Exclude<GpgvRefusal, 'uncheckable'>, RegionVerdict>> = {
  'unknown-key': refuses('its keyring does not hold the key.'),
  bad: refuses('the signature does not fit the file, or is of a kind that is refused.'),
  expired: refuses('the signature has expired. The file has to be signed again.'),
  'older-than-key': refuses('the signature is dated before its key was made: a clock was wrong.'),
  'key-of-tomorrow': refuses(
    'the key is dated in the future: a clock was wrong when it was made, or is now.',
  ),
  'unusable-key': refuses('the key, as the keyring has it, is not fit to sign files. Export it again.'),
  unsupported: refuses(
    'gpgv 2.2, which MAAS uses, does not know this kind of key or signature. Sign with an RSA 4096 key.',
  ),
}

/** Why MAAS cannot use a file or keyring whoever signed: its gpgv finds no signature, or reads no key. Null: it can. */
export function refusalOfFrame(frame: Frame, form: KeyringForm | null): RegionVerdict | null {
  if (form === 'armoured' || form === 'base64') {
    const given = form === 'armoured' ? 'ASCII-armored text' : 'base64 text'
    return refuses(
      `its keyring is ${given}, and gpgv, which MAAS uses, reads only the binary form. Give MAAS the key as keyring data with Update or Change source: this page converts it.`,
    )
  }
  if (frame.markBefore) return refuses('the file begins with a byte order mark. Save it without one.')
  if (frame.textBefore) return refuses('there is text before the signed part. The file has to begin with it.')
  if (frame.severalParts) return refuses('the file holds several signed parts, and must hold one.')
  if (frame.hashes.length === 0 || !frame.hashes.every(gpgvKnowsHash)) {
    return refuses(
      'the file does not name its hash method as gpgv, which MAAS uses, needs it. Sign it with gpg --clearsign.',
    )
  }
  return null
}

/** What the blocks of signatures in a file are like, apart from who signed. */
export type SignatureBlocks = {
  readonly armors: readonly Armor[]
  /** One of them holds no signature. */
  readonly damaged: boolean
  /** There are packets between the signatures of which gpgv may refuse the file. */
  readonly doubtful: boolean
}

/** Why gpgv refuses a file for its blocks of signatures, whoever signed (gpgv 2.2.40, measured). Null: it does not. */
export function refusalOfBlocks({ armors, damaged, doubtful }: SignatureBlocks): RegionVerdict | null {
  if (armors.some(({ end }) => end === 'wrong checksum')) {
    return refuses('the checksum of the signature is wrong: the file was damaged. Copy it again.')
  }
  if (damaged) {
    return refuses('a second signature block follows, and cannot be read. Sign the file again.')
  }
  if (armors.some(({ end }) => end === 'no checksum or padding')) {
    return refuses(
      'gpgv 2.2, which it uses, cannot read a signature block that ends with neither a checksum nor padding. Sign the file with gpg --clearsign.',
    )
  }
  return doubtful ? ONLY_REGION : null
}

const OVERLOOKED: Readonly<Partial<Record<Verdict, string>>> = {
  expired: 'does not mind that the key has expired',
  revoked: 'does not mind that the key has been revoked',
  weak: 'does not mind that the method is weak',
  bad: 'finds nothing wrong with it',
}

/**
 * What MAAS says of a file of which gpgv has to accept each signature.
 * @param refusals of each signature; null: gpgv accepts it
 * @param verdict what this page says
 */
export function regionVerdict(
  frame: Frame,
  refusals: readonly (GpgvRefusal | null)[],
  verdict: Verdict,
): RegionVerdict {
  const certain = refusals.find((one) => one !== null && one !== 'uncheckable')
  if (certain) return REFUSALS[certain]
  if (refusals.includes('uncheckable')) return ONLY_REGION
  const overlooked = OVERLOOKED[verdict]
  const accepted = overlooked
    ? `MAAS accepts it anyway: gpgv, which MAAS uses, ${overlooked}.`
    : 'gpgv, which MAAS uses, accepts the signature.'
  return {
    accepts: true,
    message: frame.textAfter ? `${accepted} It ignores what follows the signature.` : accepted,
  }
}
