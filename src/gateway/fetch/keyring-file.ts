import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { normalize, sep } from 'node:path'

/** Where Debian and MAAS's snap keep keyrings. */
export const KEYRING_FOLDERS: readonly string[] = [
  '/usr/share/keyrings',
  '/snap/maas/current/usr/share/keyrings',
]
const LARGEST = 1024 * 1024

/** A keyring that MAAS names by path, or why this machine cannot read it. */
export type KeyringFile =
  | { readonly state: 'read'; readonly bytes: Uint8Array }
  /** missing: no such file. unreadable: not a plain file of at most 1 MB. elsewhere: not in the folders. */
  | { readonly state: 'missing' | 'unreadable' | 'elsewhere' }

/**
 * Reads a keyring that MAAS names by path, if this machine has it. Only files below the folders are read, even through
 * links or `..`; the answer reveals nothing about others, not even whether they exist.
 * @param folders absolute, without a slash at the end
 */
export async function readKeyringFile(
  name: string,
  folders: readonly string[] = KEYRING_FOLDERS,
): Promise<KeyringFile> {
  const folder = folders.find((one) => name.startsWith(one + sep))
  if (folder === undefined || normalize(name) !== name) return { state: 'elsewhere' }
  try {
    const real = await realpath(name)
    if (!real.startsWith((await realpath(folder)) + sep)) return { state: 'elsewhere' }
    const bytes = await readPlainFile(real)
    return bytes ? { state: 'read', bytes } : { state: 'unreadable' }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    return { state: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable' }
  }
}

/** Null: not a plain file, or too large. Does not block on a pipe. */
async function readPlainFile(path: string): Promise<Uint8Array | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const { size } = await file.stat().then((stat) => (stat.isFile() ? stat : { size: Infinity }))
    return size > LARGEST ? null : await file.readFile()
  } finally {
    await file.close()
  }
}
