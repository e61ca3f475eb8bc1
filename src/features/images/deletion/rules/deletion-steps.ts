import type { PlanStep } from '#show-as/rules/model.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { releaseName } from '#selections/keys.ts'
import { planSteps } from '#features/images/rules/plan-steps.ts'
import type { DeletePlan } from './delete-plan.ts'

/**
 * The steps of a deletion, as they are shown as commands. MAAS 3.8 deletes images together with their selections, and
 * deleting them again would be an error.
 */
export function deletionSteps(
  { stops, selections, images, imports }: DeletePlan,
  version: string,
): PlanStep[] {
  const { syncsSelections } = capabilitiesOf(version)
  const gone = new Set(
    selections.flatMap(({ kind, id }) => (syncsSelections && kind === 'delete' ? [releaseName(id)] : [])),
  )
  const resources = images.filter((image) => image.kind === 'uploaded' || !gone.has(releaseName(image)))
  return [
    ...(stops ? [{ kind: 'stop-import' } as const] : []),
    ...planSteps(selections).filter(({ kind }) => kind !== 'import'),
    ...resources.flatMap(({ os, release, arch, ids }) =>
      ids.map((id): PlanStep => ({
        kind: 'delete-resource',
        id,
        name: os === '' ? release : releaseName({ os, release }),
        arch,
      })),
    ),
    ...(imports ? [{ kind: 'import' } as const] : []),
  ]
}
