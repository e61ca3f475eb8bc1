import { createUpload, readUpload } from '#api/boot-resources.ts'
import { mayBeDone } from '#api/write-failure.ts'
import type { NewUpload, UploadState } from '#contract/uploads.ts'
import { persist, Stopped } from './persist.ts'
import type { SendNeeds } from './send.ts'
import type { Begun, Stored } from './stored.ts'

type Needs = Pick<SendNeeds, 'signal' | 'wait' | 'onProgress' | 'store'> & {
  /** The boot resource of an image by name and architecture, as MAAS has it now; null: none. */
  readonly find: (form: NewUpload) => Promise<number | null>
  /** MAAS has nothing of it. */
  readonly forget: () => Promise<void>
}

/**
 * Announces a file to MAAS. It is stored before, so that a lost answer or a reload leaves nothing behind that the page
 * does not know. A pause takes effect after the answer. @param before the stored record of an earlier try
 */
export async function announce(
  fileName: string,
  form: NewUpload,
  before: Stored | undefined,
  needs: Needs,
): Promise<Begun> {
  const { signal, wait, store, onProgress, find, forget } = needs
  let isUnsure = before !== undefined
  await store({ fileName, form, begun: null })
  const onFailure = (failure: Stopped['failure']) =>
    onProgress({ phase: 'retrying', confirmed: 0, samples: [], failure })
  try {
    const state = await persist({ during: 'create', signal, wait, onFailure }, async () => {
      const there = isUnsure ? await unanswered(form, find) : null
      if (there) return there
      signal.throwIfAborted()
      try {
        return await createUpload(form)
      } catch (error) {
        isUnsure = mayBeDone(error)
        throw error
      }
    })
    const begun = { resource: state.resource, file: state.file ?? 0, confirmed: 0, sent: 0, regions: null }
    await store({ fileName, form, begun })
    return begun
  } catch (error) {
    if (!isUnsure) await forget()
    throw error
  }
}

/** What MAAS made of an announcement whose answer was lost; null: nothing. Throws ApiError. */
export async function unanswered(form: NewUpload, find: Needs['find']): Promise<UploadState | null> {
  const resource = await find(form)
  if (resource === null) return null
  const state = await readUpload(resource)
  // the same bytes under the same name: whether complete or not begun, it is what was announced
  return state.sha256 === form.sha256 && (state.complete || state.progress === 0) ? state : null
}
