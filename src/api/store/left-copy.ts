import * as z from 'zod/mini'
import { storageName } from '#api/base-path.ts'
import type { RecordKind } from './records.ts'

/*
 * The browser's database is asynchronous: a page that is reloaded right after a change may not have stored it. Then the
 * page leaves a copy in the storage of its tab, where it stays until the next page has stored it.
 */

type Kind<T> = Pick<RecordKind<T>, 'name' | 'version' | 'schema'>

const keyOf = ({ name }: Pick<Kind<unknown>, 'name'>): string => storageName(`maas-images.${name}`)

/** @param tab its ID, which is another one for another user or region. @param value null: there is no record. */
export function leaveCopy<T>(kind: Kind<T>, tab: string, value: T | null): void {
  try {
    sessionStorage.setItem(keyOf(kind), JSON.stringify({ version: kind.version, tab, value }))
  } catch {
    // denied or full
  }
}

/** The copy that a page of this tab has left; undefined: there is none. A copy of another tab or user is removed. */
export function readCopy<T>(kind: Kind<T>, tab: string): T | null | undefined {
  const copy = z.object({
    version: z.literal(kind.version),
    tab: z.literal(tab),
    value: z.nullable(kind.schema),
  })
  try {
    const { data } = copy.safeParse(JSON.parse(sessionStorage.getItem(keyOf(kind)) ?? 'null'))
    if (data) return data.value
  } catch {
    // denied, or not JSON
  }
  removeCopy(kind)
  return undefined
}

export function removeCopy(kind: Pick<Kind<unknown>, 'name'>): void {
  try {
    sessionStorage.removeItem(keyOf(kind))
  } catch {
    // denied
  }
}
