import type { Image } from '#contract/gateway.ts'
import type { Saved } from '#features/images/rules/model.ts'
import { imageKey, releaseName } from '#selections/keys.ts'
import { passes } from '#selections/wanted.ts'

type Named = Pick<Image, 'kind' | 'os' | 'release' | 'arch'>

/** The images as last read, and when those that no selection names appeared, by imageKey. */
export type Appeared = {
  readonly images: readonly Named[]
  readonly names: ReadonlySet<string>
  readonly at: ReadonlyMap<string, number>
}

/**
 * Notes images that were not in the list before and that no selection names: another client may have selected them
 * since the selections were read. The images of the first list are not new.
 * @param readAt when the list was read, ms
 */
export function noteAppeared(
  before: Appeared | null,
  images: readonly Named[],
  saved: Saved,
  readAt: number,
): Appeared {
  const synced = images.filter(({ kind }) => kind === 'synced')
  const names = new Set(synced.map(nameOf))
  if (!before) return { images, names, at: new Map() }
  const at = new Map([...before.at].filter(([name]) => names.has(name)))
  for (const image of synced) {
    const name = nameOf(image)
    if (!before.names.has(name) && !isSelected(saved, image)) at.set(name, readAt)
  }
  return { images, names, at }
}

/** Those that have appeared since the selections were read, by imageKey. @param selectionsAt ms */
export const appearedSince = ({ at }: Appeared, selectionsAt: number): ReadonlySet<string> =>
  new Set([...at].flatMap(([name, appearedAt]) => (appearedAt >= selectionsAt ? [name] : [])))

const nameOf = ({ os, release, arch }: Named): string => imageKey(os, release, arch)

const isSelected = (saved: Saved, image: Named): boolean =>
  [...saved.values()].some(
    (one) => releaseName(one) === releaseName(image) && passes(one.wanted.arches, image.arch),
  )
