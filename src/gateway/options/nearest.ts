/** The name that needs the fewest single-letter changes, if they are at most a third of its letters; else null. */
export function nearestOf<T extends string>(given: string, names: readonly T[]): T | null {
  const [nearest] = names
    .map((name) => ({ name, changes: changesBetween(given, name) }))
    .filter(({ name, changes }) => changes <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.changes - b.changes)
  return nearest?.name ?? null
}

/** Number of letters to insert, delete or replace to turn one text into the other (Levenshtein distance). */
function changesBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let at = 1; at <= b.length; at += 1) {
      const replaced = (previous[at - 1] ?? 0) + (a[row - 1] === b[at - 1] ? 0 : 1)
      current[at] = Math.min(replaced, (previous[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1)
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
