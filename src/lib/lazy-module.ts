/** Code that is fetched when it is needed, or a moment before. */
export type LazyModule<T> = {
  /** null: not fetched yet. */
  readonly current: () => T | null
  /** Fetches it, once. After a failure the next call fetches it again. */
  readonly load: () => Promise<T>
}

/**
 * Keeps what `fetchModule` resolves to. A browser fetches a module again whose first fetch failed, with all that it
 * imports (seen in Chromium 156), so the address does not have to change for a retry.
 */
export function lazyModule<T>(fetchModule: () => Promise<T>): LazyModule<T> {
  let current: T | null = null
  let loading: Promise<T> | null = null

  async function fetchOnce(): Promise<T> {
    try {
      current = await fetchModule()
      return current
    } catch (error) {
      loading = null
      throw error
    }
  }
  return { current: () => current, load: () => (loading ??= fetchOnce()) }
}
