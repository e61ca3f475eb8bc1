import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { MAAS_IO, MAAS_IO_KEYRING, maasIoStream, type MaasIoStream } from '#selections/maas-io.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { releaseName } from '#selections/keys.ts'
import { sourceLabel, sourceName } from '#selections/source-name.ts'
import { ALL, hasAll, tidy, type WantedRelease } from '#selections/wanted.ts'
import { kernelsOf } from '#selections/wanted-kernels.ts'

type Sources = NonNullable<RegionAnswer['sources']>
/** Where a mirror can be copied from. */
export type Upstream = {
  /** Its ID as a boot source of the region; null: it is not one. */
  readonly id: number | null
  readonly label: string
  readonly url: string
  readonly keyring_filename: string
  readonly keyring_data: string
}

/**
 * maas.io and the sources of the region. The first one is the default: what the region uses, if that is maas.io. A source
 * whose index has an unusual name is left out: MAAS looks for the usual name on the mirror.
 */
export function upstreamsOf(sources: Sources): Upstream[] {
  const own = sources.map(({ source }) => ({
    id: source.id,
    label: sourceLabel(source),
    url: source.url.replace(USUAL_INDEX, ''),
    keyring_filename: source.keyring_filename,
    keyring_data: source.keyring_data,
  }))
  const used = new Set(own.map(({ url }) => maasIoStream(url)))
  const others = (['stable', 'candidate'] as const).filter((stream) => !used.has(stream)).map(maasIo)
  const isMaasIo = ({ url }: Upstream) => maasIoStream(url) !== null
  const rest = own.filter((one) => !isMaasIo(one) && !/\.s?json$/.test(one.url))
  const all = [...own.filter(isMaasIo), ...others, ...rest]
  return [...new Map(all.map((one) => [one.url, one])).values()]
}

/** The names of the sources that cannot be mirrored because of the name of their index. */
export const leftOut = (sources: Sources): string[] =>
  sources
    .filter(({ source }) => /\.s?json$/.test(source.url.replace(USUAL_INDEX, '')))
    .map(({ source }) => sourceLabel(source))

/** sstream-mirror does not verify a .json index. Given the folder, it reads the signed index. */
const USUAL_INDEX = /(?<=\/)streams\/v1\/index\.s?json$/

const maasIo = (stream: MaasIoStream): Upstream => ({
  id: null,
  label: sourceName(MAAS_IO[stream]),
  url: MAAS_IO[stream],
  keyring_filename: MAAS_IO_KEYRING,
  keyring_data: '',
})

/** What the region selects, of all its sources together: one entry for each release. */
export function selectedImages(sources: Sources): WantedRelease[] {
  const found = new Map<string, WantedRelease>()
  for (const { source, selections } of sources) {
    if (source.enabled === false) continue
    for (const { os, release, arches, subarches, labels } of selections) {
      if (arches.length === 0 || subarches.length === 0 || labels.length === 0) continue
      const known = found.get(releaseName({ os, release }))
      found.set(releaseName({ os, release }), {
        os,
        release,
        arches: tidy([...(known?.arches ?? []), ...arches]),
        subarches: tidy([...(known?.subarches ?? []), ...subarches]),
        labels: tidy([...(known?.labels ?? []), ...labels]),
      })
    }
  }
  return [...found.values()]
}

/**
 * The images with the kernels that a mirror needs for them. MAAS from 3.8 on imports all kernels and labels. Up to 3.7, a
 * selection names subarches that several kernels may support, and a mirror is filtered by a kernel's own. If what the
 * source offers is not known, the mirror gets all kernels.
 */
export function mirroredImages(
  images: readonly WantedRelease[],
  { version, catalogue }: { readonly version: string; readonly catalogue: Catalogue | undefined },
): WantedRelease[] {
  const filters = capabilitiesOf(version).filtersKernels
  return images.map((image) => ({
    ...image,
    subarches: filters && !hasAll(image.subarches) ? kernelsFor(image, catalogue) : [ALL],
    labels: filters ? image.labels : [ALL],
  }))
}

function kernelsFor({ os, release, arches, subarches }: WantedRelease, catalogue?: Catalogue): string[] {
  const offer = catalogue?.releases.find((one) => releaseName(one) === releaseName({ os, release }))
  const offered = offer?.arches.filter(({ arch }) => hasAll(arches) || arches.includes(arch)) ?? []
  const own = offered.flatMap((arch) =>
    subarches.flatMap((name) => kernelsOf(arch, name).map((at) => arch.kernels[at]?.subarch ?? name)),
  )
  return own.length === 0 ? [ALL] : [...new Set(own)]
}

/** The same images with one architecture added or removed. */
export function withImage(
  images: readonly WantedRelease[],
  id: { readonly os: string; readonly release: string; readonly arch: string },
  isWanted: boolean,
): WantedRelease[] {
  const { arch, ...release } = id
  const known = images.find((one) => releaseName(one) === releaseName(release))
  const others = (known?.arches ?? []).filter((one) => one !== arch && one !== ALL)
  const arches = isWanted ? [...others, arch] : others
  const changed = { ...release, subarches: [ALL], labels: [ALL], arches }
  const rest = images.filter((one) => one !== known)
  return arches.length === 0 ? rest : [...rest, changed]
}

/**
 * The same images with each architecture named, so that each can be removed: those that the source offers, because the
 * others have no box.
 */
export const withNamedArches = (images: readonly WantedRelease[], { releases }: Catalogue): WantedRelease[] =>
  images.flatMap((image) => {
    const offer = releases.find((one) => releaseName(one) === releaseName(image))
    const offered = (offer?.arches ?? []).map(({ arch }) => arch)
    const arches = offered.filter((arch) => hasAll(image.arches) || image.arches.includes(arch))
    return arches.length === 0 ? [] : [{ ...image, arches }]
  })
