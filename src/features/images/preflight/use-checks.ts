import { useDeferredValue } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { Check } from './checks.ts'
import { checksOf } from './checks-of.ts'

type Data = ReturnType<typeof useImages>

/** Several parts of the page show the same checks. */
const known = new WeakMap<Data, { readonly table: Table; readonly checks: readonly Check[] }>()

/** The checks, after a click has been painted: they look at every image. */
export function useChecks(data: Data, table: Table): readonly Check[] {
  const [later, laterTable] = [useDeferredValue(data), useDeferredValue(table)]
  const former = known.get(later)
  if (former?.table === laterTable) return former.checks
  const checks = checksOf(later, laterTable)
  known.set(later, { table: laterTable, checks })
  return checks
}
