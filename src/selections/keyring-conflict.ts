export const BOTH_KEYRINGS = 'Cannot set both keyring path and keyring contents.'

/**
 * MAAS accepts the keyring of a source as a file of the region or as data, not both. The message to show; null
 * if there is no conflict.
 */
export const keyringConflict = (filename: string, data: string): string | null =>
  filename.trim() !== '' && data.trim() !== '' ? BOTH_KEYRINGS : null
