import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Deletion } from '#features/images/deletion/use-deletion.ts'
import type { DeletionNeeds } from '#features/images/deletion/use-delete-images.ts'
import { undoTargets } from '#features/images/deletion/rules/undo.ts'
import { DeleteResult } from './delete-result.tsx'
import type { LiveRuns } from './live-runs.ts'
import { useDeletions, type ShownDeletion } from './use-deletions.ts'
import { useRunDeletion } from './use-run-deletion.ts'
import '#features/images/deletion/deletion.scss'

type Props = DeletionNeeds & {
  actions: GridActions
  deletion: Deletion
  /** Why nothing can be changed now. */
  off: string | null
}

/** The deletions of this browser: those that run, those that a reload has interrupted, and results. */
export function Deletions(props: Props) {
  const { runs, deletions } = useDeletions(props.data.owner)
  if (!runs) return null
  return deletions.map((shown) => <OneDeletion key={shown.key} {...props} runs={runs} shown={shown} />)
}

type OneProps = Props & { runs: LiveRuns; shown: ShownDeletion }

function OneDeletion({ runs, shown, actions, deletion: view, off, ...needs }: OneProps) {
  const { goOn } = useRunDeletion(needs)
  const { key, deletion } = shown
  const targets = undoTargets(deletion.images, deletion.outcome?.deleted ?? [], needs.table)
  return (
    <DeleteResult
      shown={shown}
      off={off}
      takeBegun={runs.takeBegun}
      onContinue={() => void goOn(key, deletion)}
      onUndo={
        targets.length === 0
          ? null
          : () => {
              void runs.dismiss(key)
              if (view.list !== null) view.close()
              actions.select(targets, true)
            }
      }
      onDismiss={() => void runs.dismiss(key)}
    />
  )
}
