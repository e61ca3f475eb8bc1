import type { KeyringFile } from './keyring-file.ts'

/** Reads keyrings of the embedded region from memory instead of the disk. */
export const keyringsOf =
  (files: ReadonlyMap<string, Uint8Array>) =>
  async (name: string): Promise<KeyringFile> => {
    const bytes = files.get(name)
    return bytes ? { state: 'read', bytes } : { state: 'missing' }
  }
