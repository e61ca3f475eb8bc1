import type { CatalogueArch, CatalogueRelease, Image } from '#contract/gateway.ts'
import { isSelected, savedWanted, wantedOf } from './selection.ts'
import { sourcesAsRead, type TableInput } from './table-input.ts'
import { hasAll, type Wanted } from '#selections/wanted.ts'
import { type ReleaseId, type ReleaseKey, releaseKey, releaseName } from '#selections/keys.ts'

/** Everything that is known about one release of one source, before it becomes a row. */
export type RowInput = {
  readonly id: ReleaseId
  readonly key: ReleaseKey
  /** The place of its source in the order in which an import usually reads them. */
  readonly readPlace: number
  readonly listed: CatalogueRelease | null
  /** What the source offers, by architecture. */
  readonly offers: ReadonlyMap<string, CatalogueArch>
  /** Held images that belong to this row, by architecture. */
  readonly images: Map<string, Image>
  /** Every architecture that gets a cell. */
  readonly arches: Set<string>
  readonly saved: Wanted | null
  readonly wanted: Wanted | null
}

/** By releaseName. */
export type RowInputs = ReadonlyMap<string, readonly RowInput[]>

/** One row per source and release that appears in a catalogue, a selection, the draft, or a held image. */
export function rowInputs(input: TableInput): RowInputs {
  const rows = new Map<string, RowInput[]>()
  const seen = new Map<ReleaseKey, RowInput>()
  const readPlaces = new Map(sourcesAsRead(input).map((source, place) => [source.id, place]))
  const add = (id: ReleaseId, listed: CatalogueRelease | null): RowInput => {
    const key = releaseKey(id)
    const known = seen.get(key)
    if (known) return known
    const offers = new Map(listed?.arches.map((offer) => [offer.arch, offer]))
    const saved = savedWanted(input.saved, key)
    const wanted = wantedOf(input.saved, input.draft, key)
    const arches = new Set([...offers.keys(), ...named(saved), ...named(wanted)])
    const readPlace = readPlaces.get(id.sourceId) ?? 0
    const row = { id, key, readPlace, listed, offers, images: new Map(), arches, saved, wanted }
    seen.set(key, row)
    const same = rows.get(releaseName(id))
    if (same) same.push(row)
    else rows.set(releaseName(id), [row])
    return row
  }

  for (const { source } of input.sources ?? []) {
    for (const listed of input.catalogues.get(source.id)?.releases ?? []) {
      add({ sourceId: source.id, os: listed.os, release: listed.release }, listed)
    }
  }
  for (const [key, id] of input.saved) if (savedWanted(input.saved, key)) add(plainId(id), null)
  for (const [key, id] of input.draft) if (wantedOf(input.saved, input.draft, key)) add(plainId(id), null)
  const firstSource = input.sources?.[0]?.source.id ?? 0
  for (const image of input.images) {
    if (image.kind !== 'synced') continue
    const { os, release, arch } = image
    const same = rows.get(releaseName(image)) ?? [add({ sourceId: firstSource, os, release }, null)]
    for (const row of owners(same, arch)) {
      row.images.set(arch, image)
      row.arches.add(arch)
    }
  }
  return rows
}

/** The same row under another draft. */
export function withDraft(row: RowInput, { saved, draft }: TableInput): RowInput {
  const wanted = wantedOf(saved, draft, row.key)
  return { ...row, wanted, arches: new Set([...row.arches, ...named(wanted)]) }
}

/** The architectures in a wanted selection; `*` names none. */
const named = (wanted: Wanted | null): readonly string[] =>
  wanted && !hasAll(wanted.arches) ? wanted.arches : []

/**
 * The rows that an image belongs to. MAAS does not show the source of an image, so it belongs to the sources that
 * select it, or else to the first one that offers it.
 */
function owners(same: readonly RowInput[], arch: string): readonly RowInput[] {
  const selecting = same.filter(({ saved }) => isSelected(saved, arch))
  if (selecting.length > 0) return selecting
  const first = same.find(({ offers }) => offers.has(arch)) ?? same[0]
  return first ? [first] : []
}

const plainId = ({ sourceId, os, release }: ReleaseId): ReleaseId => ({ sourceId, os, release })
