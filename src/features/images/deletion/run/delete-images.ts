import { ApiError, messageOf } from '#api/client.ts'
import { readResources } from '#api/boot-resources.ts'
import { isImporting } from '#api/images.ts'
import type { Owner } from '#api/store/records.ts'
import { pause } from '#lib/pause.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'
import type { Saved } from '#features/images/rules/model.ts'
import { readSelected } from '#features/images/save/save.ts'
import {
  deletePlan,
  type DeleteInput,
  type RefusedImage,
} from '#features/images/deletion/rules/delete-plan.ts'
import { heldFromResources, type HeldImage } from '#features/images/deletion/rules/held-images.ts'
import { type ImageId, imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { leaveSelections } from './leave-selections.ts'
import { deleteResources } from './delete-resources.ts'
import { importAgain, stopForDeletion } from './imports.ts'
import type { Left, LostSelection } from './left.ts'
import { Halted, type Tools } from './tools.ts'

export type DeleteOutcome = {
  readonly deleted: readonly ImageId[]
  /** Images that are still there, or may be, with the reason. Running it again deletes them. */
  readonly left: readonly RefusedImage[]
  /** Images that MAAS does not let go. */
  readonly refused: readonly RefusedImage[]
  /** Images that are deleted, and that a selection still names. */
  readonly stays: readonly ImageId[]
  readonly lost: readonly LostSelection[]
  /** Why the import that has to follow did not start; null: it did, or none has to. */
  readonly importFailed: string | null
}

type Deletion = Pick<DeleteInput, 'version' | 'targets' | 'arriving' | 'offered' | 'commissioningRelease'> & {
  /** What an earlier run has left: selections to create again, and an import to start. */
  readonly left: Left
  /** Keeps what would be left if the page were left now. Called before the writes that leave it, and after them. */
  readonly remember: (left: Left) => Promise<void>
  readonly importsOneAtATime: boolean
  /** The region and user of this page; null: not known. */
  readonly owner: Owner | null
  readonly nameOf: (id: ReleaseId) => string
  readonly imageNameOf: (image: ImageId) => string
  readonly onSteps: (steps: readonly BoardStep[]) => void
  readonly wait?: (ms: number) => Promise<void>
}

const STILL_SELECTED = 'A selection still names this image, so the next import would bring it back.'
const CAME_BACK = 'MAAS holds this image again. A running import or another user has brought it back.'
const NOT_CHECKED = 'MAAS did not answer the check at the end.'

/**
 * Deletes images for good: stops the import that downloads them, takes them out of the selections, deletes their boot
 * resources, and checks that they stay deleted. What fails is reported, and the rest goes on, unless MAAS no longer answers.
 * It reads before it writes, so running it again does only what is left. Never throws.
 */
export async function deleteImages(deletion: Deletion): Promise<DeleteOutcome> {
  const { wait = pause, targets, imageNameOf } = deletion
  const board = createStepBoard(deletion.onSteps)
  const reading = board.add('Read what MAAS has')
  const checking = board.add(
    targets.length === 1 ? 'Check that the image stays deleted' : 'Check that the images stay deleted',
  )
  const failed = new Map<string, string>()
  const lost = new Map(deletion.left.lost.map((one) => [releaseKey(one.id), one]))
  let owes = deletion.left.importOwed
  const remember = (mayBeLost: readonly LostSelection[] = []) =>
    deletion.remember({ lost: [...lost.values(), ...mayBeLost], importOwed: owes })
  const tools: Tools = { ...deletion, wait, board, before: checking, failed, lost, remember }
  let plan: ReturnType<typeof deletePlan> | null = null
  let halted: string | null = null
  let importFailed: string | null = null
  try {
    board.run(reading)
    const now = await readNow()
    board.done(reading)
    plan = deletePlan({ ...deletion, ...now })
    const { stops } = plan
    owes ||= plan.imports || lost.size > 0
    const lines = new Map(plan.images.map((image) => [imageIdKey(image), imageNameOf(image)]))
    if (owes) await remember()
    const stop = stops ? await stopForDeletion(tools, plan) : null
    await leaveSelections(tools, deletion, plan, now.saved)
    await deleteResources(tools, plan, lines)
    if (owes) {
      await importAgain(tools, stop)
      owes = false
      await remember()
    }
  } catch (error) {
    const message = error instanceof Halted || error instanceof ApiError ? error.message : messageOf(error)
    board.fail(message)
    if (!(error instanceof Halted) || error.stage !== 'import') halted = message
    if (owes) importFailed = message
  }
  const refused = plan?.refused ?? []
  const stays = plan?.stays ?? []
  const open = without(targets, refused)
  try {
    board.run(checking)
    const left = stillThere(open, stays, await readNow(), { failed, halted })
    board.done(checking)
    return outcome(open, { left, refused, stays, lost, importFailed })
  } catch (error) {
    board.fail(messageOf(error))
    const reason = halted ?? `${NOT_CHECKED} ${messageOf(error)}`
    const left = open.map((image) => ({ image, reason: failed.get(imageIdKey(image)) ?? reason }))
    return outcome(open, { left, refused, stays, lost, importFailed })
  }
}

type Now = { readonly saved: Saved; readonly held: readonly HeldImage[]; readonly importing: boolean }

/** Selections and images as MAAS has them now, bypassing every cache. Throws ApiError. */
async function readNow(): Promise<Now> {
  const { saved } = await readSelected()
  const held = heldFromResources(await readResources())
  return { saved, held, importing: await isImporting() }
}

/** The images that MAAS still holds or selects, each with the reason. */
function stillThere(
  open: readonly ImageId[],
  stays: readonly ImageId[],
  now: Now,
  { failed, halted }: { failed: ReadonlyMap<string, string>; halted: string | null },
): RefusedImage[] {
  const held = new Set(now.held.map(imageIdKey))
  const selected = new Set(open.filter((image) => isSelected(image, now.saved)).map(imageIdKey))
  for (const image of stays) selected.delete(imageIdKey(image))
  return open.flatMap((image): RefusedImage[] => {
    const key = imageIdKey(image)
    if (!held.has(key) && !selected.has(key)) return []
    const reason = failed.get(key) ?? halted ?? (held.has(key) ? CAME_BACK : STILL_SELECTED)
    return [{ image, reason }]
  })
}

const isSelected = (image: ImageId, saved: Saved): boolean =>
  image.kind === 'synced' &&
  [...saved.values()].some(
    ({ os, release, wanted }) =>
      os === image.os &&
      release === image.release &&
      (wanted.arches.includes(image.arch) || wanted.arches.includes('*')),
  )

const without = (targets: readonly ImageId[], refused: readonly RefusedImage[]): ImageId[] => {
  const out = new Set(refused.map(({ image }) => imageIdKey(image)))
  return targets.filter((image) => !out.has(imageIdKey(image)))
}

function outcome(
  open: readonly ImageId[],
  {
    left,
    lost,
    ...rest
  }: Omit<DeleteOutcome, 'deleted' | 'lost'> & { lost: ReadonlyMap<string, LostSelection> },
): DeleteOutcome {
  const still = new Set(left.map(({ image }) => imageIdKey(image)))
  return {
    ...rest,
    left,
    deleted: open.filter((image) => !still.has(imageIdKey(image))),
    lost: [...lost.values()],
  }
}
