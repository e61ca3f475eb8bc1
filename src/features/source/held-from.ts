import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'

/** How many images that the region holds these selections ask for, and no `others` do. */
export function heldFrom(
  images: readonly Image[],
  selections: readonly Selection[],
  others: readonly Selection[] = [],
): number {
  return images.filter(
    (image) =>
      image.kind === 'synced' &&
      selections.some((selection) => asksFor(selection, image)) &&
      !others.some((selection) => asksFor(selection, image)),
  ).length
}

const asksFor = (selection: Selection, { os, release, arch }: Image): boolean =>
  selection.os === os &&
  selection.release === release &&
  (selection.arches.includes('*') || selection.arches.includes(arch))
