import type { ComponentType } from 'react'

/** The code of a part of the page, which loads or fails when a test decides. It shows "The real one". */
export function slowCode<P extends object>() {
  const waiting: { resolve: (code: ComponentType<P>) => void; reject: (error: Error) => void }[] = []
  const Real: ComponentType<P> = () => <p>The real one</p>
  return {
    /** Each call is a fetch of its own. */
    code: () => new Promise<ComponentType<P>>((resolve, reject) => waiting.push({ resolve, reject })),
    fetches: () => waiting.length,
    /** The last fetch ends. */
    arrive: () => waiting.at(-1)?.resolve(Real),
    fail: () => waiting.at(-1)?.reject(new TypeError('Failed to fetch dynamically imported module')),
  }
}
