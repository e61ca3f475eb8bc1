import type { BootResource } from '#contract/boot-resource.ts'
import type { Image } from '#contract/gateway.ts'
import { type ImageId, imageIdKey } from './image-id.ts'

/** An image that the region holds, with the IDs of its boot resources. */
export type HeldImage = ImageId & { readonly ids: readonly number[] }

/** The images that the page has read. Bootloaders cannot be deleted: MAAS downloads them with every image. */
export const heldFromImages = (images: readonly Image[]): HeldImage[] =>
  images.flatMap(({ kind, os, release, arch, kernels }) =>
    kind === 'bootloader' ? [] : [{ kind, os, release, arch, ids: kernels.map(({ id }) => id) }],
  )

/** The same from MAAS's own list. Bootloaders stay in it, as images that no one can choose. */
export function heldFromResources(resources: readonly BootResource[]): HeldImage[] {
  const held = new Map<string, ImageId & { ids: number[] }>()
  for (const { id, type, name, architecture } of resources) {
    const slash = name.indexOf('/')
    const image = {
      kind: type === 'Uploaded' ? ('uploaded' as const) : ('synced' as const),
      os: name.slice(0, Math.max(slash, 0)),
      release: name.slice(slash + 1),
      arch: architecture.split('/')[0] ?? '',
    }
    const known = held.get(imageIdKey(image))
    if (known) known.ids.push(id)
    else held.set(imageIdKey(image), { ...image, ids: [id] })
  }
  return [...held.values()]
}
