import * as z from 'zod/mini'
import { bootResource } from '#contract/boot-resource.ts'
import { WAITS } from '#contract/gateway.ts'
import { CHUNK_BYTES, newUpload, type NewUpload, type UploadState } from '#contract/uploads.ts'
import { encodeForm } from '#gateway/answers/encode.ts'
import { parseBody } from '#gateway/http/parse-body.ts'
import type { Caller } from '#gateway/images/caller-cache.ts'
import { newestSet, readResource, type ResourceDetail, resourceIn } from '#gateway/region/resource-detail.ts'
import { Refusal } from '#gateway/refusal.ts'
import { busy } from '#gateway/requests/caller-limits.ts'
import { API } from './api-path.ts'
import type { ByteRoute, KeyRoute } from './routes.ts'
import { createWriteLocks } from './write-locks.ts'

/** Chunks that pass through at the same time, of all callers and of one: each uses one of 16 connections to MAAS. */
const MOST = 4
const MOST_OF_ONE = 2

/**
 * The upload of a custom image: announce a file, send its chunks, read how much has arrived. For administrators only. A
 * chunk is signed when its request arrives, and its bytes are passed on to MAAS as they arrive.
 */
export function uploadRoutes(): (KeyRoute | ByteRoute)[] {
  const under = new Map<number, number>()
  const withLocks = createWriteLocks()

  async function inTurn<T>({ id }: Caller, work: () => Promise<T>): Promise<T> {
    const own = under.get(id) ?? 0
    const all = [...under.values()].reduce((sum, count) => sum + count, 0)
    if (all >= MOST || own >= MOST_OF_ONE) throw busy('memory')
    under.set(id, own + 1)
    try {
      return await work()
    } finally {
      const left = (under.get(id) ?? 1) - 1
      if (left === 0) under.delete(id)
      else under.set(id, left)
    }
  }

  return [
    {
      method: 'POST',
      path: `${API}/boot-resources/`,
      async handle({ body }, caller) {
        await refuseOthers(caller)
        const form = parseBody(newUpload, body)
        const { replaces: _, ...fields } = form
        // between the check and the write, no other page announces an image
        const said = await withLocks(caller.id, [{ key: 'uploads', alone: true }], async () => {
          await refuseOvertaken(form, caller)
          return caller.region.send('POST', 'boot-resources/', { body: encodeForm(fields) })
        })
        const detail = resourceIn(said.text)
        caller.reread(detail.id)
        return { status: 201, body: stateOf(detail) }
      },
    },
    {
      method: 'GET',
      path: '/gateway/uploads/{id}',
      async handle({ ids: [id = 0] }, { region }) {
        return { status: 200, body: stateOf(await readResource(region, id)) }
      },
    },
    {
      method: 'PUT',
      path: `${API}/boot-resources/{id}/upload/{id}/`,
      bytes: true,
      most: CHUNK_BYTES,
      handle: ({ ids: [id = 0, file], bytes }, caller) =>
        inTurn(caller, async () => {
          await refuseOthers(caller)
          const body = { type: 'application/octet-stream', ...bytes }
          await caller.region.send('PUT', `boot-resources/${id}/upload/${file}/`, {
            body,
            ms: WAITS.chunkMs,
          })
          caller.reread(id)
          return { status: 200, body: {} }
        }),
    },
  ]
}

async function refuseOthers(caller: Caller): Promise<void> {
  if (!(await caller.isAdministrator()))
    throw new Refusal(403, 'forbidden', 'Only MAAS administrators can upload images.')
}

/** MAAS would replace an image of this name without a warning, and delete its files. */
async function refuseOvertaken({ name, architecture, replaces }: NewUpload, { region }: Caller) {
  const all = await region.get('boot-resources/', z.array(bootResource), { type: 'uploaded' })
  // up to 3.7 MAAS removes the prefix
  const names = [name, name.replace(/^custom\//, '')]
  const there = all.find((one) => names.includes(one.name) && one.architecture === architecture)
  if ((there?.id ?? null) === replaces) return
  const message = there
    ? `MAAS already has a custom image named ${there.name} for ${architecture}. Nothing was uploaded. Choose another name, or replace that image.`
    : 'The image to replace no longer exists: someone else has deleted it. Nothing was uploaded. Upload the file as a new image.'
  throw new Refusal(409, 'changed', message, { name: [message] })
}

/** Throws a Refusal when this is not an upload. */
function stateOf(detail: ResourceDetail): UploadState {
  const set = newestSet(detail)
  const file = Object.values(set?.files ?? {})[0]
  if (detail.type !== 'Uploaded' || set === undefined || file === undefined)
    throw new Refusal(404, 'not-found', 'MAAS has no uploaded file for this image.')
  const id = /\/upload\/(\d{1,9})\/?$/.exec(file.upload_uri ?? '')?.[1]
  return {
    resource: detail.id,
    file: id === undefined ? null : Number(id),
    version: set.version,
    sha256: file.sha256,
    size: file.size,
    progress: file.complete ? 100 : (file.progress ?? 0),
    complete: file.complete,
  }
}
