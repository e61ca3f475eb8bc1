import { capabilitiesOf } from '#selections/maas-version.ts'
import { pythonRepr } from '#lib/text/python-repr.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { keepOwn } from '#simulator/rules38/own-selections.ts'
import { dropRow } from '#simulator/rules38/drop-row.ts'
import { invalid, missing, MaasRefusal, type Fields } from '#simulator/state/refusal.ts'
import { sourceOf } from './sources.ts'
import { nextId, type Selection, type State } from '#simulator/state/state.ts'

/** What a form sent; left-out fields are undefined. */
export type SelectionParams = {
  os?: string | undefined
  release?: string | undefined
  arches?: string[] | undefined
  subarches?: string[] | undefined
  labels?: string[] | undefined
}

const LONGEST_NAME = 20

export function selectionsOf(state: State, sourceId: number): Selection[] {
  sourceOf(state, sourceId)
  return [...state.selections.values()].filter((selection) => selection.sourceId === sourceId)
}

export function selectionOf(state: State, sourceId: number, id: number): Selection {
  sourceOf(state, sourceId)
  const selection = state.selections.get(id)
  if (selection === undefined || selection.sourceId !== sourceId) throw missing('BootSourceSelection')
  return selection
}

/** Left-out lists become [], which imports nothing. */
export function createSelection(state: State, sourceId: number, form: SelectionParams): Selection {
  sourceOf(state, sourceId)
  const wanted = { os: '', release: '', arches: [], subarches: [], labels: [], ...given(form) }
  check(state, sourceId, null, wanted)
  const selection = { id: nextId(state, 'selection'), sourceId, ...wanted }
  state.selections.set(selection.id, selection)
  changed(state, selection)
  return selection
}

export function updateSelection(
  state: State,
  sourceId: number,
  id: number,
  form: SelectionParams,
): Selection {
  const selection = selectionOf(state, sourceId, id)
  const wanted = { ...selection, ...given(form) }
  check(state, sourceId, selection, wanted)
  Object.assign(selection, wanted)
  changed(state, selection)
  return selection
}

export function deleteSelection(state: State, sourceId: number, id: number): void {
  const { os, release } = selectionOf(state, sourceId, id)
  const { mayDropCommissioning, namesCommissioning } = capabilitiesOf(state.version)
  const commissioning = os === 'ubuntu' && release === state.config.get('commissioning_distro_series')
  if (commissioning && !mayDropCommissioning)
    throw new MaasRefusal({
      kind: 'refused',
      // 3.6 and older do not fill in the names
      message: namesCommissioning
        ? `Unable to delete ${os} ${release}. It is the operating system used for commissioning.`
        : 'Unable to delete %s %s. It is the operating system used in ephemeral environments.',
    })
  state.selections.delete(id)
  if (state.rules38 !== null) dropRow(state, state.rules38, id, state.clock.now())
}

/** From 3.8 on MAAS creates its own selections for a row; a running import is not affected. */
function changed(state: State, row: Selection): void {
  if (state.rules38 !== null) keepOwn(state, state.rules38, row)
}

const given = (form: SelectionParams) =>
  Object.fromEntries(
    Object.entries(form).filter(([, value]) => value !== undefined),
  ) as Partial<SelectionContent>

type SelectionContent = Omit<Selection, 'id' | 'sourceId'>

/** MAAS checks a selection against what it has read of the source: of an unread source nothing is available. */
function check(state: State, sourceId: number, selection: Selection | null, wanted: SelectionContent): void {
  if (wanted.os.length > LONGEST_NAME) throw new MaasRefusal({ kind: 'crash', message: "'os'" })
  if (wanted.release.length > LONGEST_NAME) throw new MaasRefusal({ kind: 'crash', message: "'release'" })

  const offered = offeredAs(state.offers.get(sourceId) ?? [], wanted)
  if (offered.length === 0)
    throw invalid({
      os: [`OS ${wanted.os} with release ${wanted.release} has no available images for download`],
    })

  const fields: Fields = {}
  const known = {
    arches: new Set(offered.map((product) => product.arch)),
    subarches: new Set(offered.flatMap((product) => [product.subarch, ...product.subarches])),
    labels: new Set(offered.map((product) => product.label)),
  }
  for (const list of ['arches', 'subarches', 'labels'] as const) {
    const names = wanted[list]
    if (names.includes('*') || names.every((name) => known[list].has(name))) continue
    fields[list] = [`No available images to download for ${pythonRepr(names)}`]
  }
  if (Object.keys(fields).length > 0) throw invalid(fields)

  const twin = [...state.selections.values()].find(
    (other) => other.sourceId === sourceId && other.os === wanted.os && other.release === wanted.release,
  )
  if (twin !== undefined && twin !== selection)
    throw new MaasRefusal({
      kind: 'duplicate',
      fields: {
        __all__: ['Boot source selection with this Boot source, Os and Release already exists.'],
      },
    })
}

/** Bootloaders are offered too, by their type as release. An empty OS fits every OS. */
const offeredAs = (offer: readonly StreamProduct[], { os, release }: SelectionContent) =>
  offer.filter((product) => {
    const name = product.kind === 'bootloader' ? product.bootloaderType : product.release
    return product.kind !== 'notification' && name === release && (os === '' || product.os === os)
  })
