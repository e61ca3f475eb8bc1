type File = { size: number; done: number }

/** The files of a region. Also counts what was downloaded and deleted, even if it was downloaded again. */
export class WatchedFiles extends Map<string, File> {
  readonly #before: ReadonlyMap<string, number>
  /** Bytes that a file had when it was added or restarted. */
  readonly #begun = new Map<string, number>()
  readonly #gone = new Set<string>()
  readonly #arrived = new Map<string, number>()

  constructor(files: ReadonlyMap<string, File>) {
    super()
    for (const [sum, file] of files) this.set(sum, file)
    this.#before = new Map([...files].map(([sum, { done }]) => [sum, done]))
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
