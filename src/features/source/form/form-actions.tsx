import type { RegionAnswer } from '#contract/gateway.ts'
import type { useChange } from '#features/source/change/use-change.ts'
import type { useChangeForm } from '#features/source/change/use-change-form.ts'
import { undoLabel } from '#features/source/notices/change-titles.ts'
import { ShowSourcesAs } from '#features/source/pages/show-as.tsx'
import type { SourceState } from '#features/source/rules/model.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import { BusyButton } from '#ui/busy-button.tsx'

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** Whether a source is changed, not added. */
  changes: boolean
  form: ReturnType<typeof useChangeForm>
  change: ReturnType<typeof useChange>
  onClose: () => void
}

/** The buttons of the form: read the source, then change to it. */
export function FormActions({ region, sources, changes, form, change, onClose }: Props) {
  const { plan, isUndo, found, offBecause } = form
  const { reading } = found
  return (
    <>
      <BusyButton onClick={reading ? form.cancel : onClose}>{reading ? 'Stop reading' : 'Cancel'}</BusyButton>
      <BusyButton tone={plan ? '' : 'positive'} busy={reading} busyLabel="Connecting…" onClick={form.connect}>
        Connect
      </BusyButton>
      {plan && plan.offBecause === null && (
        <ShowSourcesAs
          version={region.version}
          sources={sources}
          steps={changeSteps(sources, plan.target, { importing: found.importing })}
        />
      )}
      {plan && (
        <BusyButton
          tone="positive"
          offBecause={offBecause}
          onClick={() => void change.run({ target: plan.target, before: sources, undoes: isUndo })}
        >
          {isUndo ? undoLabel(!changes) : changes ? 'Change source' : 'Add source'}
        </BusyButton>
      )}
    </>
  )
}
