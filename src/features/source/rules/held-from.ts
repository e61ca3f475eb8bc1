import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { passes } from '#selections/wanted.ts'

type Filter = Pick<Selection, 'os' | 'release' | 'arches'>

/** How many of the region's images these selections cover and none of `others` do. */
export function countHeld(
  images: readonly Image[],
  selections: readonly Filter[],
  others: readonly Filter[] = [],
): number {
  return images.filter(
    (image) =>
      image.kind === 'synced' &&
      selections.some((selection) => asksFor(selection, image)) &&
      !others.some((selection) => asksFor(selection, image)),
  ).length
}

const asksFor = (selection: Filter, { os, release, arch }: Image): boolean =>
  selection.os === os && selection.release === release && passes(selection.arches, arch)
