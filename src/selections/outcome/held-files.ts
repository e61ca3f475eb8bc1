type File = readonly [sum: string, bytes: number, here: number, name?: string | undefined]
type Held = { readonly sets: readonly { readonly files: readonly File[] }[] }

/** How many bytes of each file the region has, in whatever resource and version. */
export function bytesHere(held: readonly Held[]): Map<string, number> {
  const here = new Map<string, number>()
  for (const { sets } of held) {
    for (const { files } of sets) {
      for (const [sum, , bytes] of files) if (bytes >= (here.get(sum) ?? 0)) here.set(sum, bytes)
    }
  }
  return here
}

/** Bytes of all files together. */
export const sumOf = (files: ReadonlyMap<string, number>): number =>
  [...files.values()].reduce((sum, bytes) => sum + bytes, 0)
