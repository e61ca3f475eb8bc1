import type { Catalogue, CatalogueRelease } from '#contract/gateway.ts'
import type { FileSelection } from '#contract/selection-file.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { nearestRelease } from '#streams/catalogue/compare.ts'
import { kernelLabel } from '#selections/wanted-kernels.ts'
import { ALL, hasAll } from '#selections/wanted.ts'

/** A part of a selection that the source does not offer. MAAS 3.5.13 refuses the whole selection because of it. */
export type PartNotOffered = {
  readonly part: 'release' | 'arch' | 'kernel' | 'label'
  /** The name that is not offered. */
  readonly name: string
  /** The closest name that is offered; `*`: all of them; null: nothing is close. */
  readonly nearest: string | null
}

const VERSION = /\d+\.\d+/

type Offer = Pick<Catalogue, 'releases'>

/** What a source does not offer of a selection. @param filtered MAAS uses the kernels and labels (up to 3.7) */
export function partsNotOffered(wanted: FileSelection, offer: Offer, filtered: boolean): PartNotOffered[] {
  const release = releaseIn(offer, wanted.os, wanted.release)
  if (!release) {
    const arches = hasAll(wanted.arches) ? archesOfAll(offer, wanted.os) : wanted.arches
    const nearest = nearestRelease(wanted, versionOf(wanted), offer.releases, arches)
    return [{ part: 'release', name: wanted.release, nearest: nearest?.release ?? null }]
  }
  const arches = release.arches.map(({ arch }) => arch)
  const missing = (list: readonly string[], offered: readonly string[]) =>
    list.filter((name) => name !== ALL && !offered.includes(name))
  const archesGone = missing(wanted.arches, arches).map((name): PartNotOffered => ({
    part: 'arch',
    name,
    nearest: nearestArch(name, arches),
  }))
  if (!filtered) return archesGone
  const [kernels, labels] = [kernelsIn(release), labelsIn(release)]
  return [
    ...archesGone,
    ...missing(wanted.subarches, kernels).map((name): PartNotOffered => ({
      part: 'kernel',
      name,
      nearest: nearestKernel(name, kernels),
    })),
    ...missing(wanted.labels, labels).map((name): PartNotOffered => ({
      part: 'label',
      name,
      nearest: labels.length === 1 ? (labels[0] ?? ALL) : ALL,
    })),
  ]
}

export const releaseIn = (offer: Offer, os: string, release: string): CatalogueRelease | undefined =>
  offer.releases.find((one) => one.os === os && one.release === release)

/**
 * The version of a release that no source lists, as far as the selection shows it: by its kernels (`ga-22.04`), or its
 * own name (`8`).
 */
function versionOf({ release, subarches }: FileSelection): { version: string; lts: boolean } | undefined {
  const version =
    subarches.map((kernel) => VERSION.exec(kernel)?.[0]).find((found) => found !== undefined) ??
    /^\d+(\.\d+)?$/.exec(release)?.[0]
  return version === undefined ? undefined : { version, lts: /^\d*[02468]\.04$/.test(version) }
}

const archesOfAll = ({ releases }: Offer, os: string): string[] => [
  ...new Set(releases.filter((one) => one.os === os).flatMap(({ arches }) => arches.map(({ arch }) => arch))),
]

/** The subarches that MAAS has for a release: those of its kernels, and older names for them. */
const kernelsIn = ({ arches }: CatalogueRelease): string[] => [
  ...new Set(
    arches.flatMap(({ kernels, kernelsFor = {} }) => [
      ...kernels.map(({ subarch }) => subarch),
      ...Object.keys(kernelsFor),
    ]),
  ),
]

const labelsIn = ({ arches }: CatalogueRelease): string[] => [
  ...new Set(arches.flatMap((offer) => offer.kernels.map((kernel) => kernelLabel(offer, kernel)))),
]

/** Names of one architecture in different systems, and 32-bit architectures whose machines run the 64-bit one. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  i386: ['amd64'],
  x86_64: ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm64'],
  ppc64le: ['ppc64el'],
  ppc64: ['ppc64el'],
  s390: ['s390x'],
}

/** An architecture whose images could replace those of another one; null: none is offered. */
const nearestArch = (arch: string, offered: readonly string[]): string | null =>
  (Object.hasOwn(RELATED, arch) ? RELATED[arch] : undefined)?.find((one) => offered.includes(one)) ?? null

/**
 * The kernel of the same kind (`ga-`, `hwe-…-edge`) with the closest version, the newer of two. Without one: all kernels.
 */
function nearestKernel(name: string, offered: readonly string[]): string {
  const kind = (kernel: string) => kernel.replace(VERSION, '')
  const months = (kernel: string) => {
    const [year = 0, month = 0] = (VERSION.exec(kernel)?.[0] ?? '').split('.').map(Number)
    return year * 12 + month
  }
  const away = (kernel: string) => Math.abs(months(kernel) - months(name))
  const [best] = offered
    .filter((kernel) => VERSION.test(name) && VERSION.test(kernel) && kind(kernel) === kind(name))
    .toSorted((a, b) => away(a) - away(b) || compareNatural(b, a))
  return best ?? ALL
}
