import { readKeys } from 'openpgp'
import * as z from 'zod/mini'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import { INDEX_PATH, type Json } from '#testing/streams/sound-stream.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'

const index = z.object({ index: z.record(z.string(), z.object({ path: z.string() })) })

/**
 * A stream of another process as the embedded region reads it, fetched from its address. It also serves its public key as
 * `keyring.asc`. Every listed image file counts as existing.
 */
export async function readTree(url: string): Promise<StreamTree> {
  const textOf = async (path: string) => (await fetch(new URL(path, url))).text()
  const jsonOf = async (path: string) =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(await textOf(path)))
  const parsed = await jsonOf(INDEX_PATH)
  const paths = Object.values(index.parse(parsed).index).map(({ path }) => path)
  const files: Record<string, Json> = {}
  for (const path of paths) files[path] = await jsonOf(path)
  const [key] = await readKeys({ armoredKeys: await textOf('keyring.asc') })
  if (!key) throw new Error(`${url}keyring.asc contains no key`)
  const tree = rawTree(url, { index: parsed, files })
  return { ...tree, signedBy: key.write() }
}
