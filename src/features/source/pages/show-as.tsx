import { ShowAsButton } from '#show-as/show-as-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import type { PlanStep } from '#show-as/rules/model.ts'
import type { SourceState } from '#features/source/rules/model.ts'

const ShowAsDialog = lazyDialog(
  () => import('#show-as/show-as-dialog.tsx').then((m) => m.ShowAsDialog),
  ({ onClose }) => onClose,
)

const NO_STEPS: readonly PlanStep[] = []

type Props = {
  /** Of MAAS. */
  version: string
  sources: readonly SourceState[]
  /** The plan of a change; absent: the boot sources that MAAS has are shown. */
  steps?: readonly PlanStep[]
}

/** The button that shows a source change, or the boot sources of the region, as commands. */
export const ShowSourcesAs = ({ version, sources, steps }: Props) => (
  <ShowAsButton
    what={steps ? 'this change' : 'the boot sources and selections'}
    prefetch={ShowAsDialog.prefetch}
  >
    {(onClose) => (
      <ShowAsDialog
        version={version}
        now={sources}
        kind={steps ? 'change' : 'present'}
        steps={steps ?? NO_STEPS}
        onClose={onClose}
      />
    )}
  </ShowAsButton>
)
