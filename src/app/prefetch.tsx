import { useEffect } from 'react'
import { prefetchDialogs, type LazyPart } from '#ui/lazy/lazy-part.tsx'

/** Fetches the code of all dialogs when the page is idle. */
export function PrefetchDialogs() {
  useEffect(() => {
    // Safari has no idle callback: there, a dialog is fetched when its button or link is hovered or focused
    if (!('requestIdleCallback' in window)) return undefined
    let waiting = 0
    const idle = () =>
      new Promise<void>((resolve) => {
        waiting = requestIdleCallback(() => resolve())
      })
    // a dialog that could not be fetched shows the error when it is opened
    prefetchDialogs(idle).catch(() => undefined)
    return () => cancelIdleCallback(waiting)
  }, [])
  return null
}

type Fetched = Pick<LazyPart<object>, 'prefetch'>

/** Fetches the code of the page or dialog that a link leads to while the link is hovered or focused. */
export function usePrefetchOfLinks(partsOf: (path: string) => readonly Fetched[]): void {
  useEffect(() => {
    const prefetch = ({ target }: Event) => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
      if (link?.origin === window.location.origin) for (const part of partsOf(link.pathname)) part.prefetch()
    }
    document.addEventListener('pointerover', prefetch)
    document.addEventListener('focusin', prefetch)
    return () => {
      document.removeEventListener('pointerover', prefetch)
      document.removeEventListener('focusin', prefetch)
    }
  }, [partsOf])
}
