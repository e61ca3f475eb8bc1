import { readFile, realpath } from 'node:fs/promises'
import { normalize, sep } from 'node:path'

const FOLDERS = ['/usr/share/keyrings', '/snap/maas/current/usr/share/keyrings']
const LARGEST = 1024 * 1024

/**
 * A keyring that MAAS names by path, when this machine has it too. Only files in the folders where MAAS
 * looks for keyrings are read, wherever a link or `..` may point. Null: not here, not readable, not allowed.
 */
export async function readKeyringFile(
  name: string,
  folders: readonly string[] = FOLDERS,
): Promise<Uint8Array | null> {
  if (normalize(name) !== name) return null
  const folder = folders.find((one) => name.startsWith(one + sep))
  if (folder === undefined) return null
  try {
    const real = await realpath(name)
    if (!real.startsWith((await realpath(folder)) + sep)) return null
    const bytes = await readFile(real)
    return bytes.length > 0 && bytes.length <= LARGEST ? bytes : null
  } catch {
    return null
  }
}
