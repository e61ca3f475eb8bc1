import { useLayoutEffect, useState, type ComponentType, type ReactNode } from 'react'
import { lazyModule, type LazyModule } from '#lib/lazy-module.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { useFailedPart } from './failed-part.tsx'
import { PlainDialog } from './plain-dialog.tsx'
import { useLazy } from './use-lazy.ts'

/*
 * Components whose code is fetched separately from the page's own code. If the code is already there, they render in
 * the frame of the click. React.lazy would suspend even then, and Suspense would show them 300 ms later.
 */

export type LazyPart<P> = ComponentType<P> & {
  /** Fetches the code. A failure is shown when the part is rendered. */
  readonly prefetch: () => void
}

type Code<P> = () => Promise<ComponentType<P>>

type Ways<P> = {
  /** Shown while the code is being fetched. */
  readonly Waiting?: ComponentType<P>
  readonly Failed: ComponentType<{ of: P; retrying: boolean; retry: () => void }>
}

const dialogs = new Set<LazyModule<unknown>>()

/** A dialog. @param useOnClose returns what closes the dialog, even before its code is there */
export function lazyDialog<P extends object>(
  code: Code<P>,
  useOnClose: (props: P) => () => void,
): LazyPart<P> {
  const module = lazyModule(code)
  dialogs.add(module)
  return part(module, {
    Waiting: (props) => (
      <PlainDialog title="Loading…" late onClose={useOnClose(props)}>
        <p role="status">Loading this dialog…</p>
      </PlainDialog>
    ),
    Failed: ({ of, ...failed }) => <FailedDialog {...failed} onClose={useOnClose(of)} />,
  })
}

/** A whole page. */
export const lazyPage = <P extends object>(code: Code<P>): LazyPart<P> =>
  part(lazyModule(code), { Failed: FailedPage })

/** A part of a page, usually a notice. */
export const lazyNotice = <P extends object>(code: Code<P>): LazyPart<P> =>
  part(lazyModule(code), { Failed: FailedNotice })

/** Fetches the code of all dialogs, one after the other, each when `idle` resolves. Stops at the first failure. */
export async function prefetchDialogs(idle: () => Promise<void>): Promise<void> {
  for (const dialog of dialogs) {
    // oxlint-disable-next-line no-await-in-loop
    await idle()
    // oxlint-disable-next-line no-await-in-loop
    await dialog.load()
  }
}

/** Props for a button that opens a part: the code is fetched when the button is hovered or focused. */
export const prefetching = ({ prefetch }: Pick<LazyPart<object>, 'prefetch'>) => ({
  onPointerEnter: prefetch,
  onFocus: prefetch,
})

function part<P extends object>(
  module: LazyModule<ComponentType<P>>,
  { Waiting, Failed }: Ways<P>,
): LazyPart<P> {
  function Part(props: P) {
    const { value, failed, retrying, retry } = useLazy(module)
    // unmount the waiting dialog first, so that the focus is back on its opener before the real dialog takes it
    const [begun, setBegun] = useState(value !== null)
    const isHere = value !== null
    useLayoutEffect(() => {
      // oxlint-disable-next-line react/set-state-in-effect
      if (isHere) setBegun(true)
    }, [isHere])
    const Loaded = value
    if (Loaded) return begun ? <Loaded {...props} /> : null
    if (failed) return <Failed of={props} retrying={retrying} retry={retry} />
    return Waiting ? <Waiting {...props} /> : null
  }
  return Object.assign(Part, { prefetch: () => void module.load().catch(() => undefined) })
}

type FailedProps = { retrying: boolean; retry: () => void }

function FailedDialog({ onClose, ...failed }: FailedProps & { onClose: () => void }): ReactNode {
  const { message, actions } = useFailedPart(failed)
  return (
    <PlainDialog
      title="Could not open this dialog"
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Close</BusyButton>
          {actions}
        </>
      }
    >
      <p role="alert">{message}</p>
    </PlainDialog>
  )
}

function FailedPage(failed: FailedProps): ReactNode {
  const { message, actions } = useFailedPart(failed)
  return (
    <main id="main" tabIndex={-1} className="plain-page">
      <h1 className="p-heading--3">Could not show this page</h1>
      <p role="alert">{message}</p>
      <p>{actions}</p>
    </main>
  )
}

function FailedNotice(failed: FailedProps): ReactNode {
  const { message, actions } = useFailedPart(failed)
  return (
    <Notice tone="caution" title="Could not load a part of this page" actions={actions}>
      {message}
    </Notice>
  )
}
