import * as z from 'zod/mini'
import type { Cell, Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { STATE_GROUPS, stateGroupOf, urgencyOf, type StateGroup } from '#features/images/rules/state-words.ts'
import type { ReleaseKey } from '#selections/keys.ts'

/** The search, filters, sorting and open rows of the table. All of it is in the URL. */
export type View = {
  search: string
  /** Id of a group of the table: an OS, `custom` or `along`. */
  os: string | null
  arch: string | null
  state: StateGroup | null
  /** Only images that are selected, or were before they were cleared in this draft. */
  selectedOnly: boolean
  /** Hide releases whose support has ended, except those in use. */
  hideEnded: boolean
  sort: 'release' | 'support' | 'size' | 'state'
  /** Newest, latest, largest or most urgent first. */
  descending: boolean
  /** Rows (and groups that start closed) that are open. */
  open: readonly ReleaseKey[]
}

/** The part of a view that shows every row. */
export const NO_FILTERS = {
  search: '',
  os: null,
  arch: null,
  state: null,
  selectedOnly: false,
  hideEnded: false,
} as const satisfies Partial<View>

const SEARCH_MAX = 200
const OPEN_MAX = 100
const SORTS = ['release', 'support', 'size', 'state'] as const
const name = z.string().check(z.minLength(1), z.maxLength(200))
const parameters = z.object({
  q: z.catch(z.string().check(z.maxLength(SEARCH_MAX)), ''),
  os: z.catch(z.nullable(name), null),
  arch: z.catch(z.nullable(name), null),
  state: z.catch(z.nullable(z.enum(STATE_GROUPS.map(({ id }) => id))), null),
  selected: z.catch(z.nullable(z.literal('1')), null),
  ended: z.catch(z.nullable(z.literal('hide')), null),
  sort: z.catch(z.enum(SORTS), 'release'),
  order: z.catch(z.enum(['asc', 'desc']), 'desc'),
})

/** The view in a URL. Invalid parameters are ignored. */
export function viewFromParams(params: URLSearchParams): View {
  const read = parameters.parse(Object.fromEntries(NAMES.map((key) => [key, params.get(key)])))
  return {
    search: read.q,
    os: read.os,
    arch: read.arch,
    state: read.state,
    selectedOnly: read.selected !== null,
    hideEnded: read.ended !== null,
    sort: read.sort,
    descending: read.order === 'desc',
    open: [...new Set(params.getAll('open').filter((key) => name.safeParse(key).success))].slice(0, OPEN_MAX),
  }
}

const NAMES = ['q', 'os', 'arch', 'state', 'selected', 'ended', 'sort', 'order'] as const

/** The parameters of a URL that do not belong to the view. */
export const othersOf = (params: URLSearchParams): [key: string, value: string][] =>
  [...params].filter(([key]) => key !== 'open' && !NAMES.some((name) => name === key))

/** The parameters of a view, in a fixed order and without default values. */
export function paramsFromView(view: View): URLSearchParams {
  const params = new URLSearchParams()
  if (view.search) params.set('q', view.search)
  if (view.os !== null) params.set('os', view.os)
  if (view.arch !== null) params.set('arch', view.arch)
  if (view.state !== null) params.set('state', view.state)
  if (view.selectedOnly) params.set('selected', '1')
  if (view.hideEnded) params.set('ended', 'hide')
  if (view.sort !== 'release') params.set('sort', view.sort)
  if (!view.descending) params.set('order', 'asc')
  for (const key of view.open) params.append('open', key)
  return params
}

/** The part of the table that a view shows, in its order. The order of groups and the columns do not change. */
export function applyView(table: Table, view: View): Table {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean)
  const groups: Group[] = []
  for (const group of table.groups) {
    if (view.os !== null && group.id !== view.os) continue
    const rows = group.rows.filter(
      (row) =>
        row.cells.some((cell) => showsCell(cell, view)) || (row.cells.length === 0 && !filtersCells(view)),
    )
    const matching = words.length === 0 ? rows : rows.filter((row) => matches(row, group, words))
    const found = view.hideEnded ? matching.filter((row) => !row.supportEnded || isInUse(row)) : matching
    if (found.length > 0) groups.push({ ...group, rows: sorted(found, view) })
  }
  return { ...table, groups }
}

/**
 * Whether an image of the release is selected, held or being changed. Such a release is never hidden for its age,
 * because it needs a decision.
 */
export const isInUse = ({ cells }: ReleaseRow): boolean =>
  cells.some(({ selected, changed, image }) => selected || changed || image !== null)

/** How many releases a view leaves out only because their support has ended. */
export function countHiddenEnded(table: Table, view: View): number {
  if (!view.hideEnded) return 0
  return countRows(applyView(table, { ...view, hideEnded: false })) - countRows(applyView(table, view))
}

/** The releases of a table; bootloaders and other files that come with every image are not counted. */
export const countRows = ({ groups }: Table): number =>
  groups.reduce((sum, { kind, rows }) => sum + (kind === 'along' ? 0 : rows.length), 0)

const filtersCells = ({ arch, state, selectedOnly }: View) => arch !== null || state !== null || selectedOnly

const showsCell = (cell: Cell, { arch, state, selectedOnly }: View): boolean =>
  (arch === null || cell.arch === arch) &&
  // an image that was just selected or cleared does not disappear under the pointer
  (state === null || cell.changed || stateGroupOf(cell.state.kind) === state) &&
  (!selectedOnly || cell.selected || cell.changed)

/** Whether every word of the search is part of a name of the row. Words are plain substrings. */
function matches(row: ReleaseRow, group: Group, words: readonly string[]): boolean {
  const text = namesOf(row, group)
  return words.every((word) => text.includes(word))
}

/** A cache by row: rows stay the same objects during a search, and each is in only one group. */
const known = new WeakMap<ReleaseRow, string>()

function namesOf(row: ReleaseRow, group: Group): string {
  const before = known.get(row)
  if (before !== undefined) return before
  const { title, codename, release, os, version, source, cells } = row
  const names = [group.title, title, source, codename, release, os, version, ...cells.map(({ arch }) => arch)]
  const text = names.join('\n').toLowerCase()
  known.set(row, text)
  return text
}

const urgency = ({ cells }: ReleaseRow): number =>
  cells.reduce((most, { state }) => Math.max(most, urgencyOf(state.kind)), 0)

/** The table comes newest first; sort() is stable, so equal rows stay so. */
function sorted(rows: ReleaseRow[], { sort, descending }: View): readonly ReleaseRow[] {
  if (sort === 'release') return descending ? rows : rows.reverse()
  const turn = descending ? -1 : 1
  if (sort === 'size') return rows.sort((a, b) => turn * (a.bytes - b.bytes))
  if (sort === 'state') {
    const by = new Map(rows.map((row) => [row, urgency(row)]))
    return rows.sort((a, b) => turn * ((by.get(a) ?? 0) - (by.get(b) ?? 0)))
  }
  return rows.sort((a, b) => {
    // releases whose end of support is not known stay at the end, either way
    if (a.supportEol === null || b.supportEol === null)
      return Number(a.supportEol === null) - Number(b.supportEol === null)
    return turn * (a.supportEol < b.supportEol ? -1 : Number(a.supportEol > b.supportEol))
  })
}
