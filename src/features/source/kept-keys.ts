import { ownName } from '#api/base-path.ts'

/** Where this browser keeps a change of source that is under way, and the last one that was done. */
export const KEPT = {
  pending: ownName('maas-images/source-change'),
  done: ownName('maas-images/source-before'),
} as const

/** Whether there is anything to tell of a change of source: most pages need not load what tells it. */
export function isAnythingKept(): boolean {
  try {
    return Object.values(KEPT).some((key) => localStorage.getItem(key) !== null)
  } catch {
    // a browser that denies its storage keeps nothing
    return false
  }
}

/** Whether something of a change of source is kept there; null: the storage was emptied. */
export const isKeptKey = (key: string | null): boolean =>
  key === null || key === KEPT.pending || key === KEPT.done
