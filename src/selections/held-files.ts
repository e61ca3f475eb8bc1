type File = readonly [sum: string, bytes: number, here: number]
type Held = { readonly sets: readonly { readonly files: readonly File[] }[] }
type Bytes = { readonly download: number; readonly freed: number }

/** How many bytes of each file the region has, in whatever resource and version. */
export function bytesHere(held: readonly Held[]): Map<string, number> {
  const here = new Map<string, number>()
  for (const { sets } of held) {
    for (const { files } of sets) {
      for (const [sum, , bytes] of files) here.set(sum, Math.max(bytes, here.get(sum) ?? 0))
    }
  }
  return here
}

/** Bytes on disk, a file that several resources share once. */
export const totalHere = (held: readonly Held[]): number =>
  [...bytesHere(held).values()].reduce((sum, bytes) => sum + bytes, 0)

/**
 * The bytes of an import after a change, without those of the import that is due anyway.
 * @returns `download` and `freed`: because of the change. `due`: what is downloaded without it too
 */
export function besideDue(outcome: Bytes, due: Bytes): Bytes & { readonly due: number } {
  const download = Math.max(0, outcome.download - due.download)
  return { download, freed: Math.max(0, outcome.freed - due.freed), due: outcome.download - download }
}
