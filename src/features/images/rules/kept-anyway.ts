import { sourceLabel } from '#selections/source-name.ts'
import { importsEverythingUnselected } from '#selections/source-offer.ts'
import type { Draft, KeptAnyway, Saved } from './model.ts'
import type { RowInput } from './row-inputs.ts'
import type { TableInput } from './table-input.ts'

/** Ids of the sources that have a selection after a save of the draft. */
export function sourcesSelected(saved: Saved, draft: Draft): ReadonlySet<number> {
  const rows = new Map<string, { readonly sourceId: number; readonly wanted: object | null }>([
    ...saved,
    ...draft,
  ])
  return new Set([...rows.values()].flatMap(({ sourceId, wanted }) => (wanted ? [sourceId] : [])))
}

type Unselected = {
  /** Nothing is selected from any source. Then an import removes no image. */
  readonly all: boolean
  /** Sources from which nothing is selected and MAAS imports everything. */
  readonly whole: ReadonlySet<number>
}

type Input = Pick<TableInput, 'sources' | 'catalogues' | 'saved' | 'draft' | 'syncsSelections'>

const NONE: Unselected = { all: false, whole: new Set() }
/** Cached, because it is the same for all images. */
const cache = new WeakMap<Input, Unselected>()

function unselectedIn(input: Input): Unselected {
  const known = cache.get(input)
  if (known) return known
  const found = find(input)
  cache.set(input, found)
  return found
}

function find({ sources, catalogues, saved, draft, syncsSelections }: Input): Unselected {
  if (syncsSelections || !sources) return NONE
  const selected = sourcesSelected(saved, draft)
  const whole = sources.flatMap(({ source: { id } }) => {
    const offer = selected.has(id) ? undefined : catalogues.get(id)
    return offer && importsEverythingUnselected(offer) ? [id] : []
  })
  return { all: selected.size === 0, whole: new Set(whole) }
}

/** Whether two drafts leave the same sources without a selection: otherwise the states of all images can differ. */
export function leavesSameUnselected(a: Input, b: Input): boolean {
  const [one, other] = [unselectedIn(a), unselectedIn(b)]
  return one.all === other.all && [...one.whole].join() === [...other.whole].join()
}

/** Why MAAS up to 3.7 keeps an image that is not selected; null: it removes it. @param same all sources of its release */
export function keptAnyway(input: Input, same: readonly RowInput[], arch: string): KeptAnyway | null {
  if (importedWhole(input, same, arch)) return 'whole-source'
  return unselectedIn(input).all ? 'nothing-selected' : null
}

/** Says why MAAS up to 3.7 imports an image that is selected from no source. '': it does not. */
export function wholeText(input: Input, row: RowInput, same: readonly RowInput[], arch: string): string {
  const whole = importedWhole(input, row.offers.has(arch) ? [row] : same, arch)
  if (!whole) return ''
  const source = input.sources?.find((one) => one.source.id === whole.id.sourceId)?.source
  const name = whole === row || !source ? 'this source' : sourceLabel(source)
  return `MAAS imports everything from ${name}, because nothing is selected from it and it has no bootloaders.`
}

/** The source from which MAAS imports an image because nothing is selected from that source. */
const importedWhole = (input: Input, same: readonly RowInput[], arch: string): RowInput | undefined =>
  same.find(({ id, offers }) => offers.has(arch) && unselectedIn(input).whole.has(id.sourceId))
