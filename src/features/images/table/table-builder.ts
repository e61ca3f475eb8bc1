import { shallowEqual } from '#lib/shallow-equal.ts'
import type { Draft, Group, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { leavesSameUnselected } from '#features/images/rules/kept-anyway.ts'
import { rowsOfRelease } from './release-rows.ts'
import { withDraft, rowInputs, type RowInput, type RowInputs } from '#features/images/rules/row-inputs.ts'
import { archesOf, buildTable } from './table.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { type ReleaseKey, releaseName } from '#selections/keys.ts'

type Last = {
  readonly input: TableInput
  readonly table: Table
  /** The rows without any draft; null: not computed yet. */
  ground: { rows: RowInputs; keys: ReadonlySet<ReleaseKey> } | null
}

const NO_DRAFT: Draft = new Map()

/**
 * A buildTable that remembers its last table: if only the draft differs, only the releases it affects are rebuilt,
 * and all other rows are the same objects.
 */
export function tableBuilder(): (input: TableInput) => Table {
  let last: Last | null = null
  return (input) => {
    const ground = last && sameGround(last.input, input) ? (last.ground ??= groundOf(input)) : null
    const table = (last && ground && redraw(last, ground, input)) ?? buildTable(input)
    last = { input, table, ground }
    return table
  }
}

/** Null: releases exist only in one of the drafts, so rows would appear or disappear; or all rows can differ. */
function redraw({ input: old, table }: Last, ground: NonNullable<Last['ground']>, input: TableInput) {
  if (!leavesSameUnselected(old, input)) return null
  const touched = new Set<string>()
  for (const draft of [old.draft, input.draft]) {
    for (const [key, entry] of draft) {
      if (!ground.keys.has(key)) return null
      if (old.draft.get(key) !== input.draft.get(key)) touched.add(releaseName(entry))
    }
  }
  const fresh = new Map<ReleaseKey, ReleaseRow>()
  for (const name of touched) {
    const same = (ground.rows.get(name) ?? []).map((rowInput): RowInput => withDraft(rowInput, input))
    for (const row of rowsOfRelease(input, same)) fresh.set(row.key, row)
  }
  const groups = table.groups.map((group): Group => {
    if (group.kind !== 'os' || !group.rows.some(({ key }) => fresh.has(key))) return group
    return { ...group, rows: group.rows.map((row) => fresh.get(row.key) ?? row) }
  })
  return { ...table, groups, arches: archesOf(groups) }
}

function groundOf(input: TableInput): NonNullable<Last['ground']> {
  const rows = rowInputs({ ...input, draft: NO_DRAFT })
  return { rows, keys: new Set([...rows.values()].flat().map(({ key }) => key)) }
}

/** Whether everything but the draft is the same. */
function sameGround({ draft: _old, ...a }: TableInput, { draft: _new, ...b }: TableInput): boolean {
  return shallowEqual(a, b)
}
