import { vi } from 'vitest'

/** Lets the code of the page, which knows only paths, fetch from this gateway until `vi.unstubAllGlobals()`. */
export function fetchFrom(gateway: { readonly url: string }): void {
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, gateway.url), init))
}
