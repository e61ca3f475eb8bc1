import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** Fewer letters could be guessed. */
export const SHORTEST_SECRET = 32

/** Where the secret that seals sessions comes from. */
export type SecretSource =
  | { readonly kind: 'given'; readonly secret: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Made at the start; sessions end with the process. */
  | { readonly kind: 'generated' }

/** `what` holds the secret. */
export const tooShort = (what: string) =>
  `${what} must hold at least ${SHORTEST_SECRET} letters that nobody can guess. This makes some: openssl rand -base64 48`

/**
 * A secret: the one that seals sessions, unless `variable` names the file of another. Rejects with a sentence for the
 * terminal when its file is not there or too short.
 */
export async function readSecret(
  source: SecretSource,
  variable = 'MAAS_IMAGES_SECRET_FILE',
): Promise<string> {
  if (source.kind === 'given') return source.secret
  if (source.kind === 'generated') return randomBytes(48).toString('base64')
  const text = await readFile(source.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `cannot be read by this user (${error.code})`
    throw new Error(`The file in ${variable}, ${source.path}, ${why}.`)
  })
  const secret = text.trim()
  if (secret.length < SHORTEST_SECRET) throw new Error(tooShort(`The file ${source.path}`))
  return secret
}
