import { imageOf } from '#selections/outcome/image-of.ts'
import { imageName } from '#selections/keys.ts'

/** One image: `ubuntu`, `noble`, `amd64`. */
export type ImageArgs = readonly [os: string, release: string, arch: string]

/** By image (`ubuntu/noble amd64`). */
export type ByImage<T> = ReadonlyMap<string, readonly T[]>

/** The boot resources of each image. */
export function byImage<T extends { readonly name: string; readonly architecture: string }>(
  list: Iterable<T>,
): ByImage<T> {
  const images = new Map<string, T[]>()
  for (const one of list) {
    const key = imageOf(one)
    const own = images.get(key)
    if (own) own.push(one)
    else images.set(key, [one])
  }
  return images
}

export const keyOf = ([os, release, arch]: ImageArgs): string => imageName({ os, release }, arch)

export const imageIn = <T>(images: ByImage<T>, image: ImageArgs): readonly T[] =>
  images.get(keyOf(image)) ?? []
