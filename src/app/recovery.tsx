import { useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { basePath } from '#api/base-path.ts'
import { followStorageProblem, storageProblem } from '#api/store/records.ts'
import { RecoveryContext, type Recovery } from '#ui/lazy/recovery.ts'

/** Provides what a part of the page needs when its code cannot be fetched. */
export function RecoveryProvider({ children }: { children: ReactNode }) {
  const isKept = useSyncExternalStore(followStorageProblem, storageProblem) === null
  const recovery = useMemo<Recovery>(
    () => ({
      isOutdated,
      reload: () => reload(isKept),
      workKept: isKept
        ? 'An unsaved selection is kept.'
        : 'This browser stores nothing, so reloading the page discards an unsaved selection.',
    }),
    [isKept],
  )
  return <RecoveryContext value={recovery}>{children}</RecoveryContext>
}

/** Whether the page that the gateway serves now has a different script from the page that is open. */
async function isOutdated(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src')
  const answer = await fetch(basePath, { cache: 'no-store', headers: { Accept: 'text/html' } })
  if (!answer.ok) throw new Error(`The gateway answered with ${answer.status}.`)
  return own !== null && own !== undefined && !(await answer.text()).includes(own)
}

/** @param isKept unsaved work is restored, so the browser does not need to ask before the page is left */
function reload(isKept: boolean): void {
  if (isKept)
    window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    })
  window.location.reload()
}
