import { ShowAsButton } from '#show-as/show-as-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft } from '#features/images/rules/model.ts'

const ShowSelection = lazyDialog(
  () => import('./show-selection.tsx').then((m) => m.ShowSelection),
  ({ onClose }) => onClose,
)

const NO_DRAFT: Draft = new Map()

type Props = { data: ReturnType<typeof useImages>; draft?: Draft }

/** The button that shows the draft, or without one the selection that MAAS has, as commands. */
export function ShowSelectionAs({ data, draft = NO_DRAFT }: Props) {
  if (!data.sources || !data.region.data) return null
  return (
    <ShowAsButton
      what={draft.size > 0 ? 'these changes' : 'the boot sources and selections'}
      prefetch={ShowSelection.prefetch}
    >
      {(onClose) => <ShowSelection data={data} draft={draft} onClose={onClose} />}
    </ShowAsButton>
  )
}
