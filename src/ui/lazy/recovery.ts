import { createContext } from 'react'

/** What the product knows and does when a part of the page cannot be fetched. */
export type Recovery = {
  /** Whether the server has another version of the page than the one that is open. Rejects when there is no answer. */
  readonly isOutdated: () => Promise<boolean>
  readonly reload: () => void
  /** What becomes of unsaved work, in a sentence; none: there can be no such work. */
  readonly workKept: string
}

/** For tests of single screens; the product brings its own. */
export const RecoveryContext = createContext<Recovery>({
  isOutdated: async () => false,
  reload: () => window.location.reload(),
  workKept: '',
})
