export const BOTH_KEYRINGS = 'Cannot set both keyring path and keyring contents.'

/** MAAS takes the keyring of a source as a file of the region or as data, not both. Why not, or null where it may be. */
export const keyringConflict = (filename: string, data: string): string | null =>
  filename.trim() !== '' && data.trim() !== '' ? BOTH_KEYRINGS : null
