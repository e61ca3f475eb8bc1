/** Code that is fetched when it is needed, or a moment before. */
export type LazyModule<T> = {
  /** null: not fetched yet. */
  readonly current: () => T | null
  /** Fetches it, once. After a failure the next call fetches it again. */
  readonly load: () => Promise<T>
}

/**
 * Keeps the module that `fetchModule` resolves to. After a failed fetch, a browser fetches the module and its imports
 * again (seen in Chromium 156), so a retry does not need another address.
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
