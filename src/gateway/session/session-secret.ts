import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { SHORTEST_SECRET } from './sealer.ts'

/** Where the secret that seals sessions comes from. */
export type SecretSource =
  | { readonly kind: 'given'; readonly secret: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Made at the start; sessions end when the process stops. */
  | { readonly kind: 'generated' }

/** The end of a sentence that begins with the variable or file that contains the secret. */
export const TOO_SHORT = `must hold at least ${SHORTEST_SECRET} characters, chosen at random. To generate them, run: openssl rand -base64 48`

/**
 * Reads a secret. Rejects with a sentence for the terminal when its file is missing or too short.
 * @param variable names the file, for messages
 */
export async function readSecret(
  source: SecretSource,
  variable = 'MAAS_IMAGES_SECRET_FILE',
): Promise<string> {
  if (source.kind === 'given') return source.secret
  if (source.kind === 'generated') return randomBytes(48).toString('base64')
  const text = await readFile(source.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read by this user (${error.code})`
    throw new Error(`The file in ${variable}, ${source.path}, ${why}.`)
  })
  const secret = text.trim()
  if (secret.length < SHORTEST_SECRET) throw new Error(`The file ${source.path} ${TOO_SHORT}`)
  return secret
}
