import type { State } from '#simulator/state/state.ts'

type File = { size: number; done: number }

/**
 * Watches the files of a region from now on. Files of images that MAAS 3.5 to 3.7 is removing are deleted already, but
 * listed until all of them are, so they count as deleted from now on.
 */
export function watchFiles(state: State): WatchedFiles {
  const leaving = (state.job?.leaving ?? []).flatMap(({ sets }) => sets.flatMap(({ files }) => files))
  const deleted = leaving.filter(({ sha256 }) => !state.files.has(sha256))
  const files = new WatchedFiles(state.files, new Map(deleted.map(({ sha256, left = 0 }) => [sha256, left])))
  state.files = files
  return files
}

/** The files of a region. Also counts what was downloaded and deleted, even if it was downloaded again. */
class WatchedFiles extends Map<string, File> {
  readonly #before: ReadonlyMap<string, number>
  /** Bytes that a file had when it was added or restarted. */
  readonly #begun = new Map<string, number>()
  readonly #gone = new Set<string>()
  readonly #arrived = new Map<string, number>()

  /** @param deleted bytes of files that are listed, but no longer there */
  constructor(files: ReadonlyMap<string, File>, deleted: ReadonlyMap<string, number>) {
    super()
    for (const [sum, file] of files) this.set(sum, file)
    this.#before = new Map([...[...files].map(([sum, { done }]) => [sum, done] as const), ...deleted])
    for (const sum of deleted.keys()) this.#gone.add(sum)
  }

  override set(sum: string, file: File): this {
    this.#arrived.set(sum, this.#arrivedOf(sum))
    this.#begun.set(sum, file.done)
    return super.set(sum, file)
  }

  override delete(sum: string): boolean {
    this.#arrived.set(sum, this.#arrivedOf(sum))
    this.#begun.delete(sum)
    this.#gone.add(sum)
    return super.delete(sum)
  }

  #arrivedOf(sum: string): number {
    return (this.#arrived.get(sum) ?? 0) + (this.get(sum)?.done ?? 0) - (this.#begun.get(sum) ?? 0)
  }

  /** Downloaded bytes of each file. */
  downloads(): ReadonlyMap<string, number> {
    const sums = new Set([...this.#arrived.keys(), ...this.keys()])
    return new Map([...sums].map((sum) => [sum, this.#arrivedOf(sum)]))
  }

  /** Bytes that deleted files had at the beginning, by file. */
  gone(): ReadonlyMap<string, number> {
    return new Map([...this.#gone].map((one) => [one, this.#before.get(one) ?? 0]))
  }

  /** Downloaded bytes, and bytes that deleted files had at the beginning. */
  measure(): { download: number; freed: number } {
    const sum = (list: number[]) => list.reduce((total, bytes) => total + bytes, 0)
    return {
      download: sum([...this.downloads().values()]),
      freed: sum([...this.gone().values()]),
    }
  }
}
