import type { PlanStep } from '#show-as/rules/model.ts'
import type { SelectionStep } from './selection-plan.ts'

/** Calls on selections, and the import after them. */
type SaveStep = Extract<
  PlanStep,
  { kind: 'create-selection' | 'update-selection' | 'delete-selection' | 'import' }
>

/** The steps of a save, as they are shown as commands: the calls on selections, then the import. */
export const planSteps = (steps: readonly SelectionStep[]): SaveStep[] =>
  steps.length === 0 ? [] : [...steps.map(planStep), { kind: 'import' }]

function planStep(step: SelectionStep): SaveStep {
  const { sourceId, os, release } = step.id
  if (step.kind === 'delete') return { kind: 'delete-selection', sourceId, id: step.selectionId, os, release }
  const { arches, subarches, labels } = step.wanted
  const wanted = { os, release, arches: [...arches], subarches: [...subarches], labels: [...labels] }
  return step.kind === 'create'
    ? { kind: 'create-selection', sourceId, wanted }
    : { kind: 'update-selection', sourceId, id: step.selectionId, wanted }
}
