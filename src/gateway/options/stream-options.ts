import { KEYRING_FOLDERS } from '#gateway/fetch/keyring-file.ts'
import type { Values } from './option-table.ts'

/** How boot sources are read: see createAddressPolicy, readKeyringFile and createFetcher. */
export type StreamOptions = {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  /** Absolute, without a slash at the end. */
  readonly keyringFolders: readonly string[]
  /** Of one file, and of all files of a source together. */
  readonly limitBytes: number
}

export const streamOptions = (values: Values): StreamOptions => ({
  allow: values['stream-allow'],
  deny: values['stream-deny'],
  // a list that contains only commas is empty
  keyringFolders: values['keyring-folders'].length > 0 ? values['keyring-folders'] : KEYRING_FOLDERS,
  limitBytes: values['stream-limit'] * 1024 * 1024,
})
