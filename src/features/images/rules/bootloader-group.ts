import type { Catalogue, CatalogueArch, Image } from '#contract/gateway.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { compareArches } from './arch-order.ts'
import { BOOTLOADERS, bootloaderKey } from './bootloaders.ts'
import { imageState } from './image-state.ts'
import type { Cell, Group, ReleaseRow } from './model.ts'
import { imageKey, releaseName } from '#selections/keys.ts'
import { sourcesAsRead, type TableInput } from './table-input.ts'
import { ALL, effective } from '#selections/wanted.ts'

const IMPORTED: ReadonlySet<string> = new Set(BOOTLOADERS.map(bootloaderKey))

const FIRMWARE: ReadonlyMap<string, string> = new Map([
  ['uefi', 'UEFI'],
  ['pxe', 'PXE'],
  ['open-firmware', 'Open Firmware'],
])

type Bootloader = {
  os: string
  release: string
  offers: Map<string, CatalogueArch>
  images: Map<string, Image>
}

/** The files that MAAS downloads with every selection: bootloaders and release notifications. */
export function bootloaderGroup(input: TableInput): Group {
  const asRead = sourcesAsRead(input).flatMap(({ id }) => input.catalogues.get(id) ?? [])
  const bootloaders = gather(input, asRead)
  const rows = [...bootloaders.values()].map((bootloader) => bootloaderRow(input, bootloader))
  rows.sort((a, b) => compareNatural(a.title, b.title))
  const notifications = new Map<string, string>()
  for (const catalogue of asRead) {
    for (const { name, version } of catalogue.notifications) notifications.set(name, version)
  }
  for (const [name, version] of notifications) {
    rows.push({
      ...PLAIN,
      os: '',
      release: name,
      key: `along/${name}`,
      title: 'Release notifications',
      version,
    })
  }
  return { id: 'along', title: 'Bootloaders and release notifications', kind: 'along', rows }
}

/**
 * The offered and held bootloaders, by `os/type`. Of two sources, the one that MAAS reads first counts if their labels are
 * the same, otherwise the last one.
 * @param asRead what the sources offer, in the order in which an import usually reads them
 */
function gather(input: TableInput, asRead: readonly Catalogue[]): ReadonlyMap<string, Bootloader> {
  const { images } = input
  const found = new Map<string, Bootloader>()
  const at = (os: string, release: string): Bootloader => {
    const name = releaseName({ os, release })
    const known = found.get(name) ?? { os, release, offers: new Map(), images: new Map() }
    found.set(name, known)
    return known
  }
  const taken = new Set<string>()
  for (const catalogue of asRead) {
    const loaders = catalogue.bootloaders.filter(
      (loader) =>
        IMPORTED.has(bootloaderKey(loader)) && !taken.has(`${bootloaderKey(loader)} ${loader.label}`),
    )
    for (const { os, type, arch, label, version, bytes } of loaders) {
      at(os, type).offers.set(arch, offerOf(arch, version, bytes))
      taken.add(`${imageKey(os, type, arch)} ${label}`)
    }
  }
  for (const image of images) {
    const shown = image.kind === 'bootloader' ? withoutLeft(input, image) : null
    if (shown) at(image.os, image.release).images.set(image.arch, shown)
  }
  return found
}

/**
 * Whether an incomplete version is one that no source offers any more. MAAS 3.8 never completes or deletes it
 * (cleanup_boot_resource_sets_for_selection).
 */
function isLeft({ sources, catalogues, syncsSelections }: TableInput, image: Image): boolean {
  const version = image.kernels[0]?.incoming?.version
  if (
    !syncsSelections ||
    version === undefined ||
    sources?.every(({ source }) => catalogues.has(source.id)) !== true
  )
    return false
  const { os, release: type, arch } = image
  return ![...catalogues.values()].some(({ bootloaders }) =>
    bootloaders.some(
      (one) => one.version === version && bootloaderKey(one) === bootloaderKey({ os, type, arch }),
    ),
  )
}

/** The image without such a version; null: it has no other. */
function withoutLeft(input: TableInput, image: Image): Image | null {
  if (!isLeft(input, image)) return image
  const kernels = image.kernels.map((kernel) => ({ ...kernel, incoming: null }))
  return kernels.some(({ held }) => held !== null) ? { ...image, incoming: null, kernels } : null
}

function bootloaderRow(input: TableInput, { os, release, offers, images }: Bootloader): ReleaseRow {
  const arches = [...new Set([...offers.keys(), ...images.keys()])].sort(compareArches)
  const anySelected = [...input.saved.values()].some(({ wanted }) => effective(wanted) !== null)
  const cells = arches.map((arch): Cell => {
    const offer = offers.get(arch) ?? null
    const image = images.get(arch) ?? null
    const comes = image !== null || anySelected
    const state = imageState({
      offer,
      image,
      selected: comes,
      wasSelected: comes,
      catalogueKnown: false,
      importing: input.importing,
      filter: { subarches: [ALL], labels: [ALL] },
      kernelsFiltered: false,
      syncsSelections: input.syncsSelections,
      unused: null,
      lastByteAt: input.lastByteAt.get(imageKey(os, release, arch)) ?? null,
      now: input.now,
    })
    const [[bytes] = [image?.heldBytes ?? 0]] = offer?.files ?? []
    return { arch, state, selected: false, changed: false, locked: null, bytes, offer, image, also: '' }
  })
  return {
    ...PLAIN,
    os,
    release,
    key: `along/${releaseName({ os, release })}`,
    title: os,
    codename: `bootloader for ${FIRMWARE.get(release) ?? release}`,
    version: [...offers.values()][0]?.version ?? '',
    cells,
    bytes: cells.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

const offerOf = (arch: string, version: string, bytes: number): CatalogueArch => ({
  arch,
  label: '',
  version,
  kernels: [{ name: 'generic', subarch: 'generic', flavour: 'generic' }],
  files: [[bytes, [0]]],
})

const PLAIN = {
  sourceId: 0,
  source: '',
  sourceDisabled: false,
  codename: '',
  lts: false,
  supportEol: null,
  supportEnded: false,
  selectable: false,
  cells: [],
  wanted: null,
  saved: null,
  bytes: 0,
  mustStay: null,
} satisfies Partial<ReleaseRow>
