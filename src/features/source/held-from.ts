import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'

/** How many images that the region holds these selections ask for. */
export function heldFrom(images: readonly Image[], selections: readonly Selection[]): number {
  return images.filter(
    ({ kind, os, release, arch }) =>
      kind === 'synced' &&
      selections.some(
        (selection) =>
          selection.os === os &&
          selection.release === release &&
          (selection.arches.includes('*') || selection.arches.includes(arch)),
      ),
  ).length
}
