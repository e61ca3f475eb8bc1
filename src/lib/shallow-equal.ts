/** Whether two plain objects have the same keys with identical values. */
export function shallowEqual(a: object, b: object): boolean {
  if (a === b) return true
  const old = Object.entries(a)
  const now = new Map<string, unknown>(Object.entries(b))
  return (
    old.length === now.size && old.every(([key, value]) => now.has(key) && Object.is(now.get(key), value))
  )
}
