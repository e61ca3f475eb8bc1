import { queryOptions } from '@tanstack/react-query'
import {
  mirrorContents,
  mirrorFiles,
  mirrorState,
  type MirrorFiles,
  type MirrorState,
} from '#contract/mirror.ts'
import type { MirrorOrder } from '#selections/wanted.ts'
import { request } from './client.ts'
import type { SourceSpec } from './sources.ts'

/** A mirror and where it is copied from. */
export type MirrorPair = MirrorOrder & { readonly mirror: SourceSpec; readonly upstream: SourceSpec }

const specOf = ({ url, keyring_filename, keyring_data }: SourceSpec): SourceSpec => ({
  url,
  keyring_filename,
  keyring_data,
})
const orderOf = ({ images, versions }: MirrorOrder) => ({
  images: images.map(({ os, release, arches, subarches, labels }) => ({
    os,
    release,
    arches,
    subarches,
    labels,
  })),
  versions,
})
const pairOf = (pair: MirrorPair) => ({
  ...orderOf(pair),
  mirror: specOf(pair.mirror),
  upstream: specOf(pair.upstream),
})

/** What a mirror of these images of a source will hold. */
export const mirrorContentsQuery = (source: SourceSpec, order: MirrorOrder) =>
  queryOptions({
    queryKey: ['mirror-contents', specOf(source), orderOf(order)],
    queryFn: ({ signal }) =>
      request('/gateway/mirror/contents', mirrorContents, {
        method: 'POST',
        body: { ...orderOf(order), source: specOf(source) },
        signal,
      }),
    retry: false,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })

/** Reads the lists of a mirror and of its upstream source, and compares them. */
export const readMirrorState = (pair: MirrorPair, signal: AbortSignal): Promise<MirrorState> =>
  request('/gateway/mirror/state', mirrorState, { method: 'POST', body: pairOf(pair), signal })

/** Asks the mirror for some of its files, from one place of its list on. */
export const readMirrorFiles = (pair: MirrorPair, from: number, signal: AbortSignal): Promise<MirrorFiles> =>
  request('/gateway/mirror/files', mirrorFiles, { method: 'POST', body: { ...pairOf(pair), from }, signal })
