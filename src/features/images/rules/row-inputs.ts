import type { CatalogueArch, CatalogueRelease, Image } from '#contract/gateway.ts'
import type { ReleaseId, ReleaseKey } from './model.ts'
import { isTicked, releaseKey, savedWanted, wantedOf } from './selection.ts'
import type { TableInput } from './table-input.ts'
import { hasAll, type Wanted } from '#selections/wanted.ts'

/** All that is known of one release at one source, before it becomes a row. */
export type Seed = {
  readonly id: ReleaseId
  readonly key: ReleaseKey
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

/** `os/release` */
type Name = string
export type Seeds = ReadonlyMap<Name, readonly Seed[]>

export const nameOf = ({ os, release }: { os: string; release: string }): Name => `${os}/${release}`

/** One seed per source and release, whatever makes it known: catalogue, selection, draft, or a held image. */
export function sow(input: TableInput): Seeds {
  const seeds = new Map<Name, Seed[]>()
  const seen = new Map<ReleaseKey, Seed>()
  const add = (id: ReleaseId, listed: CatalogueRelease | null): Seed => {
    const key = releaseKey(id)
    const known = seen.get(key)
    if (known) return known
    const offers = new Map(listed?.arches.map((offer) => [offer.arch, offer]))
    const saved = savedWanted(input.saved, key)
    const wanted = wantedOf(input.saved, input.draft, key)
    const arches = new Set([...offers.keys(), ...named(saved), ...named(wanted)])
    const seed = { id, key, listed, offers, images: new Map(), arches, saved, wanted }
    seen.set(key, seed)
    const same = seeds.get(nameOf(id))
    if (same) same.push(seed)
    else seeds.set(nameOf(id), [seed])
    return seed
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
    const same = seeds.get(nameOf(image)) ?? [add({ sourceId: firstSource, os, release }, null)]
    for (const seed of owners(same, arch)) {
      seed.images.set(arch, image)
      seed.arches.add(arch)
    }
  }
  return seeds
}

/** The same seed under another draft. */
export function redrafted(seed: Seed, { saved, draft }: TableInput): Seed {
  const wanted = wantedOf(saved, draft, seed.key)
  return { ...seed, wanted, arches: new Set([...seed.arches, ...named(wanted)]) }
}

/** The architectures a wish names; `*` names none. */
const named = (wanted: Wanted | null): readonly string[] =>
  wanted && !hasAll(wanted.arches) ? wanted.arches : []

/** MAAS does not say which source an image is from: it belongs to whoever selects it, else to the first to offer it. */
function owners(same: readonly Seed[], arch: string): readonly Seed[] {
  const selecting = same.filter(({ saved }) => isTicked(saved, arch))
  if (selecting.length > 0) return selecting
  const first = same.find(({ offers }) => offers.has(arch)) ?? same[0]
  return first ? [first] : []
}

const plainId = ({ sourceId, os, release }: ReleaseId): ReleaseId => ({ sourceId, os, release })
