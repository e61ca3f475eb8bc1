import { type ExpectedSource, type ExpectedSources } from '#contract/expected.ts'
import type { ThereNow } from '#contract/there-now.ts'
import type { BootSource, Selection } from '#contract/maas.ts'
import { sameStoredSelection, withEmptyAsAll, type WantedRelease } from '#selections/wanted.ts'
import { Changed } from './changed.ts'
import { Refusal } from '#gateway/refusal.ts'

/** How the state that a write expects is compared with MAAS. */
export type WriteComparison<T> = {
  readonly read: () => Promise<T>
  readonly isExpected: (there: T) => boolean | Promise<boolean>
  /** What the answer contains when they differ. */
  readonly stateOf: (there: T) => ThereNow
}

/** Answers of MAAS when someone else was faster: the object exists already, is gone, or is in use. */
const OVERTAKEN = [400, 404, 409]

/**
 * Reads, compares, writes. Throws Changed, without writing, when MAAS has something other than the page expected. After
 * a refusal of MAAS it compares again: another client may have written between the read and the write.
 */
export async function comparedWrite<T, R>(
  comparison: WriteComparison<T>,
  write: () => Promise<R>,
): Promise<R> {
  const { read, isExpected, stateOf } = comparison
  const ensure = async () => {
    const there = await read()
    if (!(await isExpected(there))) throw new Changed(stateOf(there))
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
 * Whether a selection is as expected. Which lists are equal depends on the version of MAAS, which is read only when it
 * matters.
 */
export async function isSelectionAsExpected(
  there: WantedRelease,
  expected: WantedRelease,
  emptyIsAll: () => Promise<boolean>,
): Promise<boolean> {
  if (sameStoredSelection(there, expected)) return true
  return sameStoredSelection(withEmptyAsAll(there), withEmptyAsAll(expected)) && (await emptyIsAll())
}

/** Whether exactly the expected selections exist. */
export async function areSelectionsAsExpected(
  there: readonly Selection[],
  expected: readonly WantedRelease[],
  emptyIsAll: () => Promise<boolean>,
): Promise<boolean> {
  if (there.length !== expected.length) return false
  for (const one of there) {
    const found = expected.find(({ os, release }) => os === one.os && release === one.release)
    if (!found || !(await isSelectionAsExpected(one, found, emptyIsAll))) return false
  }
  return true
}

/** Fields that the page has not read (`undefined`) are not compared. MAAS splits keyring data into lines. */
export function isSourceAsExpected(there: BootSource, expected: ExpectedSource): boolean {
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
    plain.every((field) => expected[field] === undefined || expected[field] === there[field]) &&
    packed(expected.keyring_data) === packed(there.keyring_data)
  )
}

export const areSourcesAsExpected = (there: readonly BootSource[], expected: ExpectedSources): boolean =>
  there.length === expected.length &&
  expected.every(({ id, url }) => there.some((source) => source.id === id && source.url === url))
