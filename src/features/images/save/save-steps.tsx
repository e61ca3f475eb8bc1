import { StepList } from '#ui/step-list.tsx'
import type { BoardStep } from '#selections/step-board.ts'
import { groupSteps } from '#selections/step-groups.ts'

/** The steps of a save, as far as it is. */
export const SaveSteps = ({ steps }: { steps: readonly BoardStep[] }) => (
  <StepList label="Steps of saving" steps={groupSteps(steps)} />
)
