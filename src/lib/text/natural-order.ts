const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/**
 * Orders text as people do: numbers by value ("9.10" before "24.04"), letters regardless of case.
 * A total order: only equal strings compare as 0.
 */
export function compareNatural(a: string, b: string): number {
  if (a === b) return 0
  return collator.compare(a, b) || (a < b ? -1 : 1)
}
