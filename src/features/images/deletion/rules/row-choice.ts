/** The chosen rows of a list, and the one that a range starts from. */
export type RowChoice = {
  readonly chosen: ReadonlySet<string>
  readonly anchor: string | null
}

export const NOTHING_CHOSEN: RowChoice = { chosen: new Set(), anchor: null }

/** Chooses or clears a row; with `range`, every row from the last one that was changed to this one. */
export function choose(
  { chosen, anchor }: RowChoice,
  shown: readonly string[],
  key: string,
  { on, range }: { readonly on: boolean; readonly range: boolean },
): RowChoice {
  const next = new Set(chosen)
  const from = range && anchor !== null ? shown.indexOf(anchor) : -1
  const to = shown.indexOf(key)
  const keys = from < 0 ? [key] : shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  for (const one of keys) {
    if (on) next.add(one)
    else next.delete(one)
  }
  return { chosen: next, anchor: key }
}

/** Chooses or clears all rows that are shown. */
export function chooseAll({ chosen }: RowChoice, shown: readonly string[], on: boolean): RowChoice {
  const next = new Set(chosen)
  for (const key of shown) {
    if (on) next.add(key)
    else next.delete(key)
  }
  return { chosen: next, anchor: null }
}

/** Whether all rows that are shown are chosen, none, or some. */
export function chosenOf({ chosen }: RowChoice, shown: readonly string[]): boolean | 'mixed' {
  const count = shown.filter((key) => chosen.has(key)).length
  return count === 0 ? false : count === shown.length ? true : 'mixed'
}
