import { imageKey } from '#selections/keys.ts'
import type { StateKind, Table } from '#features/images/rules/model.ts'

/** States that do not say that the source of the row offers the image. */
const NOT_OFFERED: ReadonlySet<StateKind> = new Set<StateKind>([
  'gone',
  'without-updates',
  'unused',
  'reading',
])

/** Of the images that are kept without updates, by imageKey: those that are selected from a source that offers them. */
export function offeredAgain(
  { groups }: Pick<Table, 'groups'>,
  kept: ReadonlySet<string>,
): readonly string[] {
  if (kept.size === 0) return []
  const keys = groups.flatMap(({ rows }) =>
    rows.flatMap(({ os, release, cells }) =>
      cells
        .filter(
          ({ selected, changed, offer, state }) =>
            selected && !changed && offer !== null && !NOT_OFFERED.has(state.kind),
        )
        .map(({ arch }) => imageKey(os, release, arch)),
    ),
  )
  return keys.filter((key) => kept.has(key))
}
