import { useId } from 'react'
import { STOPPED } from '#features/images/rules/state-words.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { useImport } from './use-import.ts'

const hints = {
  start:
    'Reads the sources, downloads selected images that are new or have an update, and removes images that are no longer selected. It removes none while nothing is selected, or if the sources offer nothing to import.',
  stop: `Stops the running import. While MAAS is still reading its sources, it ignores the request: this page then repeats it when the downloads begin, or asks you to stop the import again. ${STOPPED}`,
}
/** For a MAAS that syncs each selection separately (3.8). */
const hintsOfSyncs = {
  start: 'Reads the sources, and downloads selected images that are new or have an update.',
  stop: 'Stops the import. Completed images are kept; partial downloads are deleted.',
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
  const hint = order.importing ? stop : start
  return (
    <>
      <BusyButton
        busy={order.importing ? order.stopping : order.starting}
        busyLabel={order.importing ? 'Stopping…' : 'Starting…'}
        offBecause={offBecause}
        aria-describedby={id}
        title={hint}
        onClick={order.importing ? order.stopImport : order.startImport}
      >
        {order.importing ? 'Stop import' : 'Import now'}
      </BusyButton>
      <p id={id} className="u-off-screen">
        {hint}
      </p>
    </>
  )
}
