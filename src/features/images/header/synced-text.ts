import type { Image } from '#contract/gateway.ts'

/** Before the names of the sources. An image that has not been read yet may be complete. */
export const syncedText = (images: readonly Image[]): string =>
  images.some(
    ({ kind, known, kernels }) =>
      kind !== 'uploaded' && (!known || kernels.some(({ held }) => held !== null)),
  )
    ? 'Synced from'
    : 'Nothing synced yet from'
