import { ApiError } from '#api/client.ts'
import { readResources } from '#api/boot-resources.ts'
import { deleteResource } from '#api/boot-resources.ts'
import { messageOfWrite } from '#api/write-failure.ts'
import type { DeletePlan } from '#features/images/deletion/rules/delete-plan.ts'
import { heldFromResources, type HeldImage } from '#features/images/deletion/rules/held-images.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { goOnAfter, Halted, type Tools } from './tools.ts'

/** MAAS may have deleted images with their selections (3.8), so the list is read again first. */
const AGAIN = 2

/**
 * Deletes every boot resource of the images that have left the selections. What a running import brings back meanwhile
 * is deleted once more. @throws Halted
 */
export async function deleteResources(
  { board, before, failed }: Tools,
  plan: DeletePlan,
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const images = plan.images.filter((image) => !failed.has(imageIdKey(image)))
  const lines = images.map((image) => board.add(`Delete ${names.get(imageIdKey(image)) ?? ''}`, { before }))
  for (let round = 1; round <= AGAIN; round += 1) {
    const left = new Map((await readHeld()).map((image) => [imageIdKey(image), image]))
    for (const [index, image] of images.entries()) {
      const line = lines[index]
      const there = left.get(imageIdKey(image))
      if (!line || failed.has(imageIdKey(image)) || (round > 1 && !there)) continue
      board.run(line)
      try {
        for (const id of there?.ids ?? []) await deleteOne(id)
        board.done(line)
      } catch (error) {
        const message = messageOfWrite(error)
        board.fail(message)
        failed.set(imageIdKey(image), message)
        await goOnAfter(error, message)
      }
    }
  }
}

const readHeld = (): Promise<HeldImage[]> =>
  readResources().then(heldFromResources, (error: unknown) => {
    throw error instanceof ApiError ? new Halted(error.message) : error
  })

/** A resource that is gone already is what was wanted. */
async function deleteOne(id: number): Promise<void> {
  await deleteResource(id).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.code === 'not-found')) throw error
  })
}
