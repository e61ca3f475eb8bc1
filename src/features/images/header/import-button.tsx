import { useId, useRef, type MouseEvent } from 'react'
import { stopText } from '#api/stop/stop-text.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { useImport } from './use-import.ts'

const hints = {
  start:
    'Reads the sources, downloads selected images that are new or have an update, and removes images that are no longer selected. It removes none while nothing is selected, or if the sources offer nothing to import.',
  stop: `Stops the running import. While MAAS is still reading its sources, it ignores the request: this page then repeats it when the downloads begin, or asks you to stop the import again.`,
}
/** For a MAAS that syncs each selection separately (3.8). */
const hintsOfSyncs = {
  start: 'Reads the sources, and downloads selected images that are new or have an update.',
  stop: 'Stops the import.',
}

type Props = {
  order: ReturnType<typeof useImport>
  /** Why it is disabled; null: it is not. */
  offBecause: string | null
}

/** Starts an import, or stops the one that is running. */
export function ImportButton({ order, offBecause }: Props) {
  const id = useId()
  const { start, stop } = order.syncsSelections ? hintsOfSyncs : hints
  const hint = order.importing ? `${stop} ${stopText(order.version)}` : start
  /** What the button did when a pointer went down on it: an import may begin or end before it goes up. */
  const pressed = useRef<boolean>(null)
  const run = ({ detail }: MouseEvent) => {
    const wasImporting = pressed.current
    pressed.current = null
    const isPointer = detail > 0
    if (isPointer && wasImporting !== null && wasImporting !== order.importing) return
    if (order.importing) order.stopImport()
    else order.startImport()
  }
  return (
    <>
      <BusyButton
        busy={order.importing ? order.stopping : order.starting}
        busyLabel={order.importing ? 'Stopping…' : 'Starting…'}
        offBecause={offBecause}
        aria-describedby={id}
        title={hint}
        onPointerDown={() => {
          pressed.current = order.importing
        }}
        onClick={run}
      >
        {order.importing ? 'Stop import' : 'Import now'}
      </BusyButton>
      <p id={id} className="u-off-screen">
        {hint}
      </p>
    </>
  )
}
