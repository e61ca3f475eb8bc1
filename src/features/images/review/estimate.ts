import type { Cell } from '#features/images/rules/model.ts'
import { kernelBytes, currentKernels, heldKernels } from '#selections/offer.ts'
import { wantedKernels } from '#selections/wanted-kernels.ts'
import type { Wanted } from '#selections/wanted.ts'

/* Bytes of a change, counted by versions: as long as the files of the region have not all been read. */

/** The bytes of wanted kernels that are still to be downloaded, without those of the selection `before`. */
export function missingBytes(
  { offer, image }: Cell,
  wanted: Wanted,
  before: Wanted | null,
  filtered: boolean,
): number {
  if (!offer) return 0
  const anyway = before ? wantedKernels(offer, before, filtered) : new Set<number>()
  const chosen = wantedKernels(offer, wanted, filtered)
  return kernelBytes(offer, chosen, currentKernels(offer, image), anyway)
}

/**
 * The bytes that removing an image frees, for an image that no other source selects. If its sets have not been read,
 * the size at the source is used.
 */
export function freed({ image, bytes }: Cell): number {
  if (!image) return 0
  return image.known ? Math.max(image.heldBytes, image.incoming?.done ?? 0) : bytes
}

/** The bytes that another choice of kernels frees. */
export function freedKernels(
  { offer, image }: Cell,
  saved: Wanted,
  wanted: Wanted,
  filtered: boolean,
): number {
  if (!offer) return 0
  const before = wantedKernels(offer, saved, filtered)
  return kernelBytes(offer, heldKernels(offer, image, before), wantedKernels(offer, wanted, filtered))
}
