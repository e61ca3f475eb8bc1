import { useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { basePath } from '#api/base-path.ts'
import { followStorageProblem, storageProblem } from '#api/store/records.ts'
import { RecoveryContext, type Recovery } from '#ui/lazy/recovery.ts'

/** What a part of the page that cannot be fetched needs to know. */
export function RecoveryProvider({ children }: { children: ReactNode }) {
  const isKept = useSyncExternalStore(followStorageProblem, storageProblem) === null
  const recovery = useMemo<Recovery>(
    () => ({
      isOutdated,
      reload: () => reload(isKept),
      workKept: isKept
        ? 'An unsaved selection is kept.'
        : 'This browser keeps nothing: reloading the page discards an unsaved selection.',
    }),
    [isKept],
  )
  return <RecoveryContext value={recovery}>{children}</RecoveryContext>
}

/** The page as the gateway sends it now names another script than the page that is open. */
async function isOutdated(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src')
  const answer = await fetch(basePath, { cache: 'no-store', headers: { Accept: 'text/html' } })
  if (!answer.ok) throw new Error(`The gateway answered with ${answer.status}.`)
  return own !== null && own !== undefined && !(await answer.text()).includes(own)
}

/** @param isKept what is not saved comes back: the browser need not ask before the page is left */
function reload(isKept: boolean): void {
  if (isKept)
    window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    })
  window.location.reload()
}
