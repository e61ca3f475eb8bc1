import type { StateKind, Table } from '#features/images/rules/model.ts'

/** The images in one of these states that have no unsaved change, by name. Several sources can select the same one. */
export function unchangedImages(
  { groups }: Pick<Table, 'groups'>,
  kinds: readonly StateKind[],
): readonly string[] {
  const names = groups.flatMap(({ title: os, rows }) =>
    rows.flatMap((row) =>
      row.cells
        .filter(({ state, changed }) => !changed && kinds.includes(state.kind))
        .map(({ arch }) => `${os} ${row.title} ${arch}`),
    ),
  )
  return [...new Set(names)]
}
