import { ShowAsButton } from '#show-as/show-as-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { DeletePlan } from './rules/delete-plan.ts'
import { deletionSteps } from './rules/deletion-steps.ts'

type Shown = Parameters<typeof import('#show-as/show-as-dialog.tsx').ShowAsDialog>[0]

const ShowAsDialog = lazyDialog<Shown>(
  () => import('#show-as/show-as-dialog.tsx').then((m) => m.ShowAsDialog),
  ({ onClose }) => onClose,
)

type Props = { data: ReturnType<typeof useImages>; plan: DeletePlan }

/** The button that shows a deletion as commands. */
export function ShowDeletion({ data: { sources, region }, plan }: Props) {
  if (!sources || !region.data) return null
  const { version } = region.data
  return (
    <ShowAsButton what="this deletion" prefetch={ShowAsDialog.prefetch}>
      {(onClose) => (
        <ShowAsDialog
          version={version}
          now={sources}
          kind="change"
          steps={deletionSteps(plan, version)}
          notes={plan.refused.map(({ reason }) => reason)}
          onClose={onClose}
        />
      )}
    </ShowAsButton>
  )
}
