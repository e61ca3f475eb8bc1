import type { WantedRelease } from '#selections/wanted.ts'
import type { HeldFacts } from '#selections/held-facts.ts'
import type { StreamCatalogue } from './catalogue.ts'
import type { OfferedArch } from '#selections/source-offer.ts'
import { isAbsent, kernelLabel, newestKernelVersion, wantedKernels } from '#selections/wanted-kernels.ts'
import { releaseName } from '#selections/keys.ts'

type StreamRelease = StreamCatalogue['releases'][number]
/** With the result of a check of the mirror: whether it lists an image and lacks a file of it. */
type Arch = StreamRelease['arches'][number] & { readonly absent?: true | readonly string[] | undefined }
type Release = Omit<StreamRelease, 'arches'> & { readonly arches: readonly Arch[] }
type Source = { readonly releases: readonly Release[] }

/** One image that is selected now, or that a `*` would select, and what happens to it at the other source. */
export type ImageChange = {
  readonly arch: string
  /**
   * kept: the same files, by their checksums. changed: the same version with other files. unsure: the same version, but
   * not all checksums are known. offered: the other source has it, and the
   * current version is not known. missing: the other source does not offer it. added: only the other source has
   * it, and the selection takes all.
   */
  readonly kind: 'kept' | 'changed' | 'unsure' | 'newer' | 'older' | 'missing' | 'added' | 'offered'
  readonly before: string | null
  readonly after: string | null
  /** Bytes of the wanted kernels at each source; shared files count once. */
  readonly bytesBefore: number
  readonly bytesAfter: number
  /**
   * The other source lists it but lacks one of its files, and no further source has the file: importing it
   * fails.
   */
  readonly absent?: true
}

export type ReleaseChange = {
  readonly os: string
  readonly release: string
  readonly title: string
  readonly images: readonly ImageChange[]
  /** For a release with a missing image: the closest release of the other source. */
  readonly nearest: Offered | null
  /** What a selection of the release may name at the other source; absent: it does not offer the release. */
  readonly names?: OfferedNames
}

/** MAAS refuses a selection with a kernel or label that its source does not offer. */
export type OfferedNames = { readonly subarches: readonly string[]; readonly labels: readonly string[] }

type Offered = {
  readonly os: string
  readonly release: string
  readonly title: string
  readonly arches: readonly string[]
}

export type Comparison = {
  /** The selected images, in the order of the selections. */
  readonly selected: readonly ReleaseChange[]
  /** Releases outside the selection that only the other source has, and that only the current one has. */
  readonly onlyAfter: readonly Offered[]
  readonly onlyBefore: readonly Offered[]
}

type Options = {
  /** False from MAAS 3.8 on: it imports every kernel, whatever the selection names. */
  readonly kernelsFiltered: boolean
  /** By `os/release`: what the region reports about releases, which its source may no longer list. */
  readonly held?: ReadonlyMap<string, HeldFacts>
  /** Whether further sources have the files of an image that the other source lists but lacks. */
  readonly supplied?: (wanted: WantedRelease, offer: Arch) => boolean
}

/**
 * What a change from one source to another means for the selected images. `before` is null if the current
 * source cannot be read.
 */
export function compareCatalogues(
  before: Source | null,
  after: Source,
  selections: readonly WantedRelease[],
  options: Options,
): Comparison {
  const chosen = new Set(selections.map(releaseName))
  const beside = (list: readonly Release[], others: readonly Release[]) => {
    const known = new Set(others.map(releaseName))
    return list.filter((one) => !known.has(releaseName(one)) && !chosen.has(releaseName(one))).map(offered)
  }
  return {
    selected: selections.map((wanted) => compareRelease(before, after, wanted, options)),
    onlyAfter: before ? beside(after.releases, before.releases) : [],
    onlyBefore: before ? beside(before.releases, after.releases) : [],
  }
}

function compareRelease(
  before: Source | null,
  after: Source,
  wanted: WantedRelease,
  options: Options,
): ReleaseChange {
  const now = before?.releases.find((one) => releaseName(one) === releaseName(wanted))
  const then = after.releases.find((one) => releaseName(one) === releaseName(wanted))
  const take = (release: Release | undefined, arch: string) => {
    const found = release?.arches.find((one) => one.arch === arch)
    return found && wantedPart(found, wanted, options)
  }
  const images = archesOf(wanted, now, then).flatMap((arch): ImageChange[] => {
    const [old, fresh] = [take(now, arch), take(then, arch)]
    const part = {
      arch,
      before: old?.version ?? null,
      after: fresh?.version ?? null,
      bytesBefore: old?.bytes ?? 0,
      bytesAfter: fresh?.bytes ?? 0,
      ...(fresh?.absent && { absent: true as const }),
    }
    if (!fresh) return [{ ...part, kind: 'missing' }]
    if (!before) return [{ ...part, kind: 'offered' }]
    if (!old) return [{ ...part, kind: 'added' }]
    return [
      {
        ...part,
        kind: kindOf(old, fresh),
      },
    ]
  })
  const missing = images.filter(({ kind }) => kind === 'missing').map(({ arch }) => arch)
  const known = now ?? options.held?.get(releaseName(wanted)) ?? then
  return {
    os: wanted.os,
    release: wanted.release,
    title: (now ?? then ?? known)?.title ?? wanted.release,
    images,
    nearest:
      missing.length > 0
        ? nearestRelease(wanted, known?.version ? known : undefined, after.releases, missing)
        : null,
    ...(then && { names: namesOf(then) }),
  }
}

/** What a selection of this release may name. */
export const namesOf = ({ arches }: { readonly arches: readonly OfferedArch[] }): OfferedNames => ({
  subarches: arches.flatMap(({ kernels, kernelsFor = {} }) => [
    ...kernels.map(({ subarch }) => subarch),
    ...Object.keys(kernelsFor),
  ]),
  labels: arches.flatMap((arch) => arch.kernels.map((kernel) => kernelLabel(arch, kernel))),
})

/** The architectures that a selection covers at both sources, in the order of the sources. */
function archesOf(wanted: WantedRelease, now: Release | undefined, then: Release | undefined): string[] {
  const offers = [...(now?.arches ?? []), ...(then?.arches ?? [])].map(({ arch }) => arch)
  const all = new Set(wanted.arches.includes('*') ? offers : [])
  for (const arch of wanted.arches) if (arch !== '*') all.add(arch)
  return [...all]
}

type Part = {
  readonly version: string
  readonly bytes: number
  readonly absent: boolean
  /** The known checksums of its files. */
  readonly sums: readonly (string | undefined)[]
}

function kindOf(old: Part, fresh: Part): 'kept' | 'changed' | 'unsure' | 'newer' | 'older' {
  if (fresh.version !== old.version) return fresh.version > old.version ? 'newer' : 'older'
  const known = new Set(old.sums)
  if (fresh.sums.every((sum) => sum !== undefined && known.has(sum))) return 'kept'
  const isOther = fresh.sums.some((sum) => sum !== undefined && !known.has(sum))
  return isOther && !known.has(undefined) ? 'changed' : 'unsure'
}

/** Version and bytes of the part of one architecture that the selection covers; undefined if there is none. */
function wantedPart(
  arch: Arch,
  wanted: WantedRelease,
  { kernelsFiltered, supplied }: Options,
): Part | undefined {
  const taken = wantedKernels(arch, wanted, kernelsFiltered)
  if (taken.size === 0) return undefined
  const own = arch.files.filter(([, users]) => users.some((user) => taken.has(user)))
  const bytes = own.reduce((sum, [size]) => sum + size, 0)
  return {
    version: newestKernelVersion(arch, taken),
    bytes,
    absent: isAbsent(arch, kernelsFiltered ? wanted.labels : ['*']) && supplied?.(wanted, arch) !== true,
    sums: own.map(([, , sum]) => sum),
  }
}

/**
 * The closest replacement of a missing release: of the same OS, with the missing architectures, an LTS for an
 * LTS, and with the closest version, the newer one of two. For an unknown release: the newest LTS.
 */
export function nearestRelease(
  { os, release: absent }: Pick<WantedRelease, 'os' | 'release'>,
  now: Pick<Release, 'version' | 'lts'> | undefined,
  releases: readonly Release[],
  missing: readonly string[],
): Offered | null {
  const has = (release: Release) => missing.filter((arch) => release.arches.some((one) => one.arch === arch))
  const away = (release: Release) => numberOf(release.version) - numberOf(now?.version ?? '')
  const best = releases
    .filter((release) => release.os === os && release.release !== absent && has(release).length > 0)
    .toSorted(
      (a, b) =>
        has(b).length - has(a).length ||
        (now?.lts === false ? 0 : Number(b.lts) - Number(a.lts)) ||
        (now ? Math.abs(away(a)) - Math.abs(away(b)) : 0) ||
        numberOf(b.version) - numberOf(a.version),
    )[0]
  return best ? offered(best) : null
}

/** "24.04" as a number of months, so that 23.10 and 24.04 are six apart; other versions are plain numbers. */
function numberOf(version: string): number {
  const [, year, month] = /^(\d{1,3})\.(\d{2})$/.exec(version) ?? []
  return year === undefined ? Number.parseFloat(version) || 0 : Number(year) * 12 + Number(month)
}

const offered = ({ os, release, title, arches }: Release): Offered => ({
  os,
  release,
  title,
  arches: arches.map(({ arch }) => arch),
})
