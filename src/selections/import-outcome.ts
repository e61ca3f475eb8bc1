import type { StreamReader } from '#lib/maas-version.ts'
import { bytesHere } from './held-files.ts'
import { wantedKernels } from './wanted-kernels.ts'

/*
 * What an import makes of a region, to the byte: what it brings, what it removes, what it downloads and frees. The
 * page shows it before it saves, and the embedded region does the same by its own rules; a property test holds the
 * two together.
 */

/** What a selection names; `*` in a list means all. */
export type WantedImages = {
  readonly os: string
  readonly release: string
  readonly arches: readonly string[]
  readonly subarches: readonly string[]
  readonly labels: readonly string[]
}

type Kernel = {
  readonly name: string
  readonly subarch: string
  readonly version?: string | undefined
  readonly labels?: readonly string[] | undefined
}
/** Bytes, indexes of the kernels that use it, and the first digits of its sha256. */
export type OfferedFile = readonly [bytes: number, kernels: readonly number[], sum?: string | undefined]
export type OfferedArch = {
  readonly arch: string
  readonly label: string
  readonly version: string
  readonly kernels: readonly Kernel[]
  readonly kernelsFor?: Readonly<Record<string, readonly number[]>> | undefined
  readonly files: readonly OfferedFile[]
}
export type Offer = {
  readonly releases: readonly {
    readonly os: string
    readonly release: string
    readonly arches: readonly OfferedArch[]
  }[]
  readonly bootloaders: readonly {
    readonly os: string
    readonly type: string
    readonly arch: string
    readonly version: string
    readonly files?: readonly (readonly [bytes: number, sum: string])[] | undefined
  }[]
  /** Release notifications, which MAAS up to 3.7 selects by itself. */
  readonly notifications: readonly unknown[]
}

/** A boot source, what it offers, and what is selected of it. */
export type SourceOffer = {
  readonly id: number
  /** MAAS 3.8: of an image that several sources offer, the one with the highest priority brings it. */
  readonly priority?: number | undefined
  readonly enabled?: boolean | undefined
  readonly offer: Offer
  readonly selections: readonly WantedImages[]
}

/** A boot resource of the region. */
export type HeldResource = {
  readonly synced: boolean
  /** `ubuntu/noble` */
  readonly name: string
  /** `amd64/ga-24.04` */
  readonly architecture: string
  readonly sets: readonly {
    readonly version: string
    readonly label: string
    readonly complete: boolean
    /** The first digits of the sha256, bytes, and how many of them are here. */
    readonly files: readonly (readonly [sum: string, bytes: number, here: number])[]
  }[]
}

/** A boot resource after the import. */
export type Brought = {
  readonly name: string
  readonly architecture: string
  readonly version: string
  /** Bytes by sum. */
  readonly files: ReadonlyMap<string, number>
  readonly sourceId: number
}
export type ImportOutcome = {
  /** By name and architecture. */
  readonly brought: ReadonlyMap<string, Brought>
  readonly removed: readonly HeldResource[]
  /** Bytes that are not here yet, a file that several kernels share once. */
  readonly download: number
  /** Bytes of files that no boot resource uses any more. */
  readonly freed: number
}

export const resourceText = ({ name, architecture }: { name: string; architecture: string }): string =>
  `${name} ${architecture}`

/** What the next import makes of what a region holds. */
export function importOutcome(
  reader: StreamReader,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): ImportOutcome {
  const brought = broughtBy(reader, sources)
  const unwanted = held.filter((one) => one.synced && !brought.has(resourceText(one)))
  const removed = removedOf(reader, sources, unwanted, brought, held)
  const here = bytesHere(held)
  const needed = new Map([...brought.values()].flatMap(({ files }) => [...files]))
  const stays = new Set(needed.keys())
  for (const one of held) {
    if (removed.includes(one) || (one.synced && brought.has(resourceText(one)))) continue
    for (const { files } of one.sets) for (const [sum] of files) stays.add(sum)
  }
  return {
    brought,
    removed,
    download: total([...needed].map(([sum, bytes]) => Math.max(0, bytes - (here.get(sum) ?? 0)))),
    freed: total([...here].map(([sum, bytes]) => (stays.has(sum) ? 0 : bytes))),
  }
}

const total = (list: readonly number[]) => list.reduce((sum, bytes) => sum + bytes, 0)

/** Up to 3.7 the source with the lower id is first, kernel by kernel; in 3.8 the priority decides image by image. */
function broughtBy(reader: StreamReader, sources: readonly SourceOffer[]): Map<string, Brought> {
  const brought = new Map<string, Brought>()
  const winners = reader === 'from-3.8' ? winnersOf(sources) : null
  for (const source of sources.toSorted((a, b) => a.id - b.id)) {
    const own = winners ? winners.get(source.id) : null
    if (own === undefined) continue
    for (const one of imagesOf(reader, source)) {
      if (own && isImage(source, one) && !own.has(imageOf(one))) continue
      const other = brought.get(resourceText(one))
      if (!other || other.sourceId === source.id) brought.set(resourceText(one), one)
    }
  }
  return brought
}

const isImage = ({ offer }: SourceOffer, { name }: { name: string }) =>
  !offer.bootloaders.some(({ os, type }) => name === `${os}/${type}`)

/**
 * The images that each source brings in MAAS 3.8, by its id: of those that select an image the enabled one with the
 * highest priority, whether it still offers the image or not. A source that brings none brings no bootloaders either.
 */
function winnersOf(sources: readonly SourceOffer[]): Map<number, Set<string>> {
  const best = new Map<string, SourceOffer>()
  for (const source of sources) {
    if (source.enabled === false) continue
    for (const image of selectedImages(source)) {
      const other = best.get(image)
      if (!other || (source.priority ?? 0) > (other.priority ?? 0)) best.set(image, source)
    }
  }
  const winners = new Map<number, Set<string>>()
  for (const [image, { id }] of best) winners.set(id, (winners.get(id) ?? new Set<string>()).add(image))
  return winners
}

const selectedImages = ({ offer, selections }: SourceOffer): string[] =>
  selections.flatMap(({ os, release, arches }) => {
    const offered = offer.releases.find((one) => one.os === os && one.release === release)?.arches ?? []
    const named = arches.includes('*') ? offered.map(({ arch }) => arch) : arches
    return named.map((arch) => `${os}/${release} ${arch}`)
  })

const archOf = (architecture: string) => architecture.split('/')[0] ?? architecture
const imageOf = ({ name, architecture }: { name: string; architecture: string }) =>
  `${name} ${archOf(architecture)}`

/** What one source brings by its own selections, bootloaders first: they come with every import. */
function imagesOf(reader: StreamReader, { id, offer, selections }: SourceOffer): Brought[] {
  const everything = reader === 'to-3.7' && selections.length === 0 && !selectsByItself(offer)
  const loaders = offer.bootloaders.map(({ os, type, arch, version, files = [] }) => ({
    name: `${os}/${type}`,
    architecture: `${arch}/generic`,
    version,
    files: new Map(files.map(([bytes, sum]) => [sum, bytes])),
    sourceId: id,
  }))
  const images = offer.releases.flatMap(({ os, release, arches }) => {
    const chosen: readonly Filter[] = everything
      ? [ALL]
      : selections.filter((one) => one.os === os && one.release === release)
    return arches.flatMap((one) => {
      const kernels = new Set(
        chosen
          .filter((wanted) => wanted.arches.includes('*') || wanted.arches.includes(one.arch))
          .flatMap((wanted) => [...wantedKernels(one, wanted, reader === 'to-3.7')]),
      )
      return [...kernels].map((index) => broughtKernel(`${os}/${release}`, one, index, id))
    })
  })
  return [...loaders, ...images.filter((one) => one !== null)]
}

type Filter = Pick<WantedImages, 'arches' | 'subarches' | 'labels'>
const ALL: Filter = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/**
 * MAAS up to 3.7 selects the bootloaders and release notifications of a source by itself. Without these and without
 * selections its list of filters is empty, and then it imports everything (image_passes_filter).
 */
const selectsByItself = ({ bootloaders, notifications }: Offer): boolean =>
  bootloaders.length > 0 || notifications.length > 0

/** Whether MAAS up to 3.7 imports everything of a source when nothing of it is selected. */
export const importsEverythingUnselected = (offer: Offer): boolean => !selectsByItself(offer)

function broughtKernel(
  name: string,
  { arch, version, kernels, files }: OfferedArch,
  index: number,
  sourceId: number,
): Brought | null {
  const kernel = kernels[index]
  if (!kernel) return null
  const own = files.filter(([, users]) => users.includes(index))
  return {
    name,
    architecture: `${arch}/${kernel.name}`,
    version: kernel.version ?? version,
    // a file whose sum is not known is taken for one that is nowhere else
    files: new Map(
      own.map(([bytes, users, sum]) => [sum ?? `${name} ${arch} ${users.join()} ${bytes}`, bytes]),
    ),
    sourceId,
  }
}

/** Of what no source brings: what goes. */
function removedOf(
  reader: StreamReader,
  sources: readonly SourceOffer[],
  unwanted: readonly HeldResource[],
  brought: ReadonlyMap<string, Brought>,
  held: readonly HeldResource[],
): HeldResource[] {
  const selections = sources.flatMap((source) => source.selections)
  // MAAS up to 3.7 never empties a region when nothing takes the place of what would go
  if (
    reader === 'to-3.7' &&
    brought.size === 0 &&
    unwanted.length === held.filter(({ synced }) => synced).length
  ) {
    return []
  }
  // MAAS 3.8 deletes an image with its selection, before any import; bootloaders stay
  if (reader === 'from-3.8') {
    return unwanted.filter((one) => !isBootloader(one) && !isSelected(reader, selections, one))
  }
  const images = new Set([...brought.values()].map(imageOf))
  return unwanted.filter((one) => {
    const stays = isSelected(reader, selections, one) && !images.has(imageOf(one))
    return !stays
  })
}

/** By the second part of its name, as MAAS names bootloaders. */
const isBootloader = ({ name }: HeldResource) => /\/(uefi|pxe|open-firmware)$/.test(name)

/**
 * Whether something selects a boot resource. Up to 3.7 no selections at all are a filter that lets everything pass
 * (resource_cleaner).
 */
function isSelected(
  reader: StreamReader,
  selections: readonly WantedImages[],
  { name, architecture, sets }: HeldResource,
): boolean {
  if (reader === 'to-3.7' && selections.length === 0) return true
  const [arch = '', kernel = ''] = architecture.split('/')
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value)
  return selections.some(
    ({ os, release, arches, subarches, labels }) =>
      `${os}/${release}` === name &&
      has(arches, arch) &&
      (reader === 'from-3.8' || (has(subarches, kernel) && has(labels, sets.at(-1)?.label ?? ''))),
  )
}
