import { hasAll, type WantedRelease } from '#selections/wanted.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { type MirrorFilter, oneOf } from './filter.ts'

/** One run of sstream-mirror: the filters that it gets. */
export type MirrorRun = readonly MirrorFilter[]

/** The filter of MAAS's documentation for bootloaders. It is a pattern: "gru", any number of "b", or "pxelinux". */
const BOOTLOADERS: MirrorRun = [{ key: 'os', op: '~', value: '(grub*|pxelinux)' }]

/**
 * The runs of sstream-mirror that mirror these images and all bootloaders. All filters of a run must match, so releases
 * with the same architectures, kernels and labels share a run, and others get one of their own. A run adds to a mirror
 * and removes nothing that another run has downloaded.
 */
export function mirrorRuns(images: readonly WantedRelease[]): MirrorRun[] {
  const groups = new Map<string, { of: WantedRelease; releases: Set<string> }>()
  for (const image of images) {
    if (image.arches.length === 0) continue
    const key = JSON.stringify([image.os, ...LISTS.map((list) => sorted(image[list]))])
    const group = groups.get(key) ?? { of: image, releases: new Set<string>() }
    group.releases.add(image.release)
    groups.set(key, group)
  }
  const runs = [...groups.values()].map(({ of, releases }) => [
    ...among('arch', of.arches),
    oneOf('release', [...releases]),
    // names of Ubuntu releases are words, those of other systems may be numbers, which several systems use
    ...(of.os === 'ubuntu' ? [] : [oneOf('os', [of.os])]),
    ...among('subarch', of.subarches),
    ...among('label', of.labels),
  ])
  return [...runs, BOOTLOADERS]
}

const LISTS = ['arches', 'subarches', 'labels'] as const

/** No filter when all values are wanted, so that later ones are mirrored as well. */
const among = (key: string, values: readonly string[]): MirrorFilter[] =>
  values.length === 0 || hasAll(values) ? [] : [oneOf(key, sorted(values))]

const sorted = (values: readonly string[]) => [...new Set(values)].sort(compareNatural)
