import { type BelievedSource, type SourcesBelief, type ThereNow } from '#contract/belief.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import { sameStoredSelection, withEmptyAsAll, type WantedRelease } from '#selections/wanted.ts'
import { Changed } from './changed.ts'
import { Refusal } from '#gateway/refusal.ts'

/** How what a write believed is compared with what is there. */
export type Comparison<T> = {
  readonly read: () => Promise<T>
  readonly isBelieved: (there: T) => boolean | Promise<boolean>
  /** What the answer tells where it is not so. */
  readonly tell: (there: T) => ThereNow
}

/** What MAAS answers where somebody was quicker: it is there already, gone, or in use. */
const OVERTAKEN = [400, 404, 409]

/**
 * Reads, compares, writes. Throws Changed where there is something else than was believed; then nothing was written. A
 * refusal of MAAS is looked behind: a client beside this gateway may have come between the read and the write.
 */
export async function comparedWrite<T, R>(comparison: Comparison<T>, write: () => Promise<R>): Promise<R> {
  const { read, isBelieved, tell } = comparison
  const ensure = async () => {
    const there = await read()
    if (!(await isBelieved(there))) throw new Changed(tell(there))
  }
  await ensure()
  try {
    return await write()
  } catch (error) {
    if (error instanceof Refusal && OVERTAKEN.includes(error.status)) {
      await ensure().catch((found: unknown) => {
        if (found instanceof Changed) throw found
      })
    }
    throw error
  }
}

/**
 * Whether a selection is what was believed. Which lists are the same depends on the version of MAAS, which is asked for
 * only where it matters.
 */
export async function isSelectionAsBelieved(
  there: WantedRelease,
  believed: WantedRelease,
  emptyIsAll: () => Promise<boolean>,
): Promise<boolean> {
  if (sameStoredSelection(there, believed)) return true
  return sameStoredSelection(withEmptyAsAll(there), withEmptyAsAll(believed)) && (await emptyIsAll())
}

/** Every selection that was believed is there, and no other. */
export async function areSelectionsAsBelieved(
  there: readonly Selection[],
  believed: readonly WantedRelease[],
  emptyIsAll: () => Promise<boolean>,
): Promise<boolean> {
  if (there.length !== believed.length) return false
  for (const one of there) {
    const found = believed.find(({ os, release }) => os === one.os && release === one.release)
    if (!found || !(await isSelectionAsBelieved(one, found, emptyIsAll))) return false
  }
  return true
}

/** What the page does not know of a source (`undefined`) is not compared. MAAS breaks keyring data into lines. */
export function isSourceAsBelieved(there: BootSource, believed: BelievedSource): boolean {
  const plain = [
    'url',
    'keyring_filename',
    'name',
    'priority',
    'enabled',
    'skip_keyring_verification',
  ] as const
  const packed = (base64: string) => base64.replaceAll(/\s/g, '')
  return (
    plain.every((field) => believed[field] === undefined || believed[field] === there[field]) &&
    packed(believed.keyring_data) === packed(there.keyring_data)
  )
}

export const areSourcesAsBelieved = (there: readonly BootSource[], believed: SourcesBelief): boolean =>
  there.length === believed.length &&
  believed.every(({ id, url }) => there.some((source) => source.id === id && source.url === url))
