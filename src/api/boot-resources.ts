import * as z from 'zod/mini'
import { bootResource, type BootResource } from '#contract/boot-resource.ts'
import { type NewUpload, uploadState, type UploadState } from '#contract/uploads.ts'
import { anyAnswer, MAAS, request } from './client.ts'

/* Boot resources: the calls of an upload, the list, and deletion. Each throws an ApiError. */

/**
 * Announces a file. MAAS deletes the files of the image that it replaces. It cannot be aborted: MAAS would do it
 * nevertheless.
 */
export const createUpload = (body: NewUpload): Promise<UploadState> =>
  request(`${MAAS}boot-resources/`, uploadState, { method: 'POST', body })

export const readUpload = (resource: number, signal?: AbortSignal): Promise<UploadState> =>
  request(`/gateway/uploads/${resource}`, uploadState, signal ? { signal } : {})

/** Appends a chunk to the file; if its answer is lost, `readUpload` shows whether it arrived. */
export const sendChunk = (
  { resource, file }: { readonly resource: number; readonly file: number },
  chunk: Blob,
  signal: AbortSignal,
): Promise<unknown> =>
  request(`${MAAS}boot-resources/${resource}/upload/${file}/`, anyAnswer, {
    method: 'PUT',
    body: chunk,
    signal,
  })

/** All boot resources, without their sets, bypassing every cache. */
export const readResources = (): Promise<BootResource[]> =>
  request(`${MAAS}boot-resources/`, z.array(bootResource))

/** Deletes one boot resource: one kernel of an image. While it is selected, the next import brings it back. */
export const deleteResource = (id: number): Promise<unknown> =>
  request(`${MAAS}boot-resources/${id}/`, anyAnswer, { method: 'DELETE' })
