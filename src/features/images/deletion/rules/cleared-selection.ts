import { hasAll, type Wanted } from '#selections/wanted.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import type { ImageId } from './image-id.ts'

export type SelectionNow = {
  readonly wanted: Wanted
  /** The architectures that the source offers of the release; null: the source is not read. */
  readonly offered: readonly string[] | null
  /** The images that the region holds of the release. */
  readonly held: readonly { readonly arch: string }[]
  /** An update drops one architecture and keeps the others (up to 3.7). */
  readonly shrinksFreely: boolean
}

export type Cleared =
  /** The selection does not name the images. */
  | { readonly kind: 'same' }
  /** null: the selection is deleted. */
  | { readonly kind: 'changed'; readonly wanted: Wanted | null }
  /** The images stay in it, because the source does not offer them and other images of the release would be lost. */
  | { readonly kind: 'stays' }
  | { readonly kind: 'refused'; readonly images: readonly ImageId[]; readonly reason: string }

/**
 * A selection without some of its images. MAAS refuses a change that keeps an architecture which the source no longer
 * offers (recorded from 3.5.13), so where the region holds such an image, the selection cannot change without losing it.
 */
export function clearedSelection(now: SelectionNow, images: readonly ImageId[]): Cleared {
  if (images.length === 0) return { kind: 'same' }
  const { wanted, offered, held, shrinksFreely } = now
  const isAll = hasAll(wanted.arches)
  if (isAll && offered === null) return { kind: 'refused', images, reason: UNREAD }
  const out = new Set(images.map(({ arch }) => arch))
  const heldArches = held.map(({ arch }) => arch)
  const named = isAll ? [...new Set([...(offered ?? []), ...heldArches])] : wanted.arches
  const left = named.filter((arch) => !out.has(arch))
  const isOffered = (arch: string) => offered === null || offered.includes(arch)
  // what is neither offered nor held is nothing that could be lost
  const losing = left.filter((arch) => !isOffered(arch) && heldArches.includes(arch))
  const stay = left.filter(isOffered)
  if (stay.length === 0 && losing.length === 0) return { kind: 'changed', wanted: null }
  const none = images.every(({ arch }) => !isOffered(arch))
  if (none && (losing.length > 0 || !shrinksFreely)) return { kind: 'stays' }
  if (losing.length > 0) return { kind: 'refused', images, reason: wouldLose(losing) }
  return { kind: 'changed', wanted: { ...wanted, arches: stay.sort(compareArches) } }
}

const UNREAD =
  'This release is selected with all architectures, and this page has not read its source, so it cannot keep the others. Wait until the source has been read, then try again.'

const wouldLose = (arches: readonly string[]) =>
  `The source no longer offers this release for ${arches.join(', ')}, and MAAS rejects a selection that keeps it. Delete ${arches.length === 1 ? 'that image' : 'those images'} together with this one.`
