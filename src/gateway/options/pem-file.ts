import { readFile } from 'node:fs/promises'

/** A PEM file named by an option. Rejects with a sentence for the terminal. */
export async function readPem(option: string, path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EACCES'
          ? 'this user may not read it'
          : 'it cannot be read'
    throw new Error(`${option} ${path}: ${why}.`)
  })
  if (!text.includes('-----BEGIN ')) throw new Error(`${option} ${path}: this is not a PEM file.`)
  return text
}
