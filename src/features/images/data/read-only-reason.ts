import { regionGone } from './region-gone.ts'
import type { useImages } from './use-images.ts'

/**
 * Why nothing can be changed now, in a sentence; null: changes are possible. They need a region that answers and an
 * administrator.
 */
export function readOnlyReason({
  region,
  images,
}: Pick<ReturnType<typeof useImages>, 'region' | 'images'>): string | null {
  const gone = region.error ?? images.error
  if (gone) return regionGone(gone).readOnlyReason
  if (region.data && !region.data.user.admin)
    return `Only MAAS administrators can change images. ${region.data.user.username} is not an administrator.`
  return null
}
