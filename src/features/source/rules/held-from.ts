import type { Image } from '#contract/gateway.ts'
import type { Selection } from '#contract/maas.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { SourceState } from '#selections/source-step.ts'
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

/**
 * How many images of the region belong to a source. MAAS 3.8 uses one source for each image: of the enabled ones that
 * select it, the one with the highest priority. Up to 3.7: all that it selects.
 * @param elsewhere the other sources
 */
export function countOwn(
  version: string,
  images: readonly Image[],
  own: SourceState,
  elsewhere: readonly SourceState[],
): number {
  const rank = ({ source }: SourceState) => source.priority ?? 0
  const preferred = capabilitiesOf(version).syncsSelections
    ? enabledOf(elsewhere).filter((state) => own.source.enabled === false || rank(state) > rank(own))
    : []
  return countHeld(
    images,
    own.selections,
    preferred.flatMap(({ selections }) => selections),
  )
}

/** The sources that MAAS reads. */
export const enabledOf = (states: readonly SourceState[]): readonly SourceState[] =>
  states.filter(({ source }) => source.enabled !== false)

const asksFor = (selection: Filter, { os, release, arch }: Image): boolean =>
  selection.os === os && selection.release === release && passes(selection.arches, arch)
