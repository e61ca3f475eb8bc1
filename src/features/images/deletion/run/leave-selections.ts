import { messageOf } from '#api/client.ts'
import { type ReleaseId, releaseKey, releaseName } from '#selections/keys.ts'
import type { Saved } from '#features/images/rules/model.ts'
import type { SelectionStep } from '#features/images/rules/selection-plan.ts'
import { readSelected } from '#features/images/save/save.ts'
import { createWriter, stepLabel } from '#features/images/save/save-writes.ts'
import type { DeletePlan } from '#features/images/deletion/rules/delete-plan.ts'
import { type ImageId, imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import type { LostSelection } from './left.ts'
import { goOnAfter, type Tools } from './tools.ts'

type Deleting = {
  readonly targets: readonly ImageId[]
  readonly nameOf: (id: ReleaseId) => string
}

const CHANGED =
  'Someone else changed this selection at the same time, so it was not changed. Choose Continue to try again.'

/**
 * Removes the images from the selections, one release after the other. If one fails, its images are not deleted,
 * because MAAS would download them again; the other releases continue. @throws Halted
 */
export async function leaveSelections(
  tools: Tools,
  { nameOf, targets }: Deleting,
  plan: DeletePlan,
  saved: Saved,
): Promise<void> {
  const { board, before, lost } = tools
  const rules = { recreates: tools.importsOneAtATime }
  const write = createWriter({
    ...tools,
    taken: () => undefined,
    // until it is created again, it counts as lost
    deleted: (step) => {
      const selection = recreatedBy(step, plan)
      if (selection) lost.set(releaseKey(step.id), selection)
    },
  })
  const steps = [...restored(lost, saved), ...plan.selections]
  const lines = steps.map((step) => board.add(stepLabel(step, nameOf(step.id), rules), { before }))
  const skipped = new Set<string>()
  for (const [index, step] of steps.entries()) {
    const line = lines[index]
    const key = releaseKey(step.id)
    if (!line || skipped.has(key)) continue
    try {
      const mayBeLost = recreatedBy(step, plan)
      // before the write: after a reload nothing else knows the selection
      if (mayBeLost) await tools.remember([mayBeLost])
      if (!(await write([step], [line], saved))) {
        board.fail(CHANGED)
        fail(tools, targets, step.id, CHANGED)
        skipped.add(key)
        await tools.remember()
      } else if (step.kind === 'create') {
        lost.delete(key)
        await tools.remember()
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : messageOf(error)
      board.fail(message)
      fail(tools, targets, step.id, message)
      skipped.add(key)
      if (step.kind === 'create' && (await isThere(step.id))) lost.delete(key)
      await goOnAfter(error, message)
    }
  }
}

/** The selections that an earlier run could not create again. */
const restored = (lost: Tools['lost'], saved: Saved): SelectionStep[] =>
  [...lost].flatMap(([key, { id, wanted }]): SelectionStep[] => {
    if (!saved.has(key)) return [{ kind: 'create', id, wanted }]
    lost.delete(key)
    return []
  })

/** The selection that is created again after this step has deleted it; null: none. */
function recreatedBy(step: SelectionStep, plan: DeletePlan): LostSelection | null {
  if (step.kind !== 'delete') return null
  const key = releaseKey(step.id)
  const next = plan.selections.find((one) => one.kind === 'create' && releaseKey(one.id) === key)
  return next?.kind === 'create' ? { id: next.id, wanted: next.wanted } : null
}

/** After a creation whose answer was lost. */
const isThere = async (id: ReleaseId): Promise<boolean> =>
  readSelected().then(
    ({ saved }) => saved.has(releaseKey(id)),
    () => false,
  )

function fail({ failed }: Tools, targets: readonly ImageId[], id: ReleaseId, reason: string): void {
  for (const image of targets)
    if (image.kind === 'synced' && releaseName(image) === releaseName(id))
      failed.set(imageIdKey(image), reason)
}
