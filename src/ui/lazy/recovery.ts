import { createContext } from 'react'

/** What the page can check and do when the code of a part cannot be fetched. */
export type Recovery = {
  /**
   * Whether the gateway serves another version of the page than the one that is open. Rejects when the gateway does
   * not answer.
   */
  readonly isOutdated: () => Promise<boolean>
  readonly reload: () => void
  /** A sentence on what happens to unsaved work; empty: there cannot be any. */
  readonly workKept: string
}

/** The default is for tests of single screens; the product provides its own. */
export const RecoveryContext = createContext<Recovery>({
  isOutdated: async () => false,
  reload: () => window.location.reload(),
  workKept: '',
})
