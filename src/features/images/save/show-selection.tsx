import { ShowAsDialog } from '#show-as/show-as-dialog.tsx'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import { planSteps } from '#features/images/rules/plan-steps.ts'
import { selectionPlan } from '#features/images/rules/selection-plan.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { rulesOf } from './use-save.ts'

type Props = {
  data: ReturnType<typeof useImages>
  /** Empty: what the region has is shown. */
  draft: Draft
  onClose: () => void
}

/** Shows the plan that a save of the draft would run. */
export function ShowSelection({ data, draft, onClose }: Props) {
  const { saved, sources, catalogues, region } = data
  if (!saved || !sources || !region.data) return null
  const { version, config } = region.data
  const rules = { ...rulesOf(version), offered: offeredBy(catalogues) }
  const plan = selectionPlan(saved, draft, config.commissioningRelease, rules)
  return (
    <ShowAsDialog
      version={version}
      now={sources}
      kind={draft.size > 0 ? 'change' : 'present'}
      steps={planSteps(plan.steps)}
      notes={plan.refused.map(({ reason }) => reason)}
      onClose={onClose}
    />
  )
}
