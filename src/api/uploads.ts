import { type NewUpload, uploadState, type UploadState } from '#contract/uploads.ts'
import { anyAnswer, MAAS, request } from './client.ts'

/* The calls of an upload. Each throws an ApiError. */

/** Announces a file. MAAS deletes the files of the image that it replaces. */
export const createUpload = (body: NewUpload, signal: AbortSignal): Promise<UploadState> =>
  request(`${MAAS}boot-resources/`, uploadState, { method: 'POST', body, signal })

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

/** Deletes an image that has not arrived completely. */
export const deleteUpload = (resource: number): Promise<unknown> =>
  request(`${MAAS}boot-resources/${resource}/`, anyAnswer, { method: 'DELETE' })
