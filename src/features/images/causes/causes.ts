import type { ImageProxy } from '#api/image-proxy.ts'
import type { Fix } from '#features/images/preflight/checks.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'

/** A likely reason why an import stalls or has failed. */
export type Cause = {
  readonly id: string
  readonly title: string
  /** Why it is likely, in sentences; '': a notice on the page says it. */
  readonly text: string
  /** What to do, in sentences. */
  readonly next: string
  readonly fix: Extract<Fix, { kind: 'link' }> | null
  /** What MAAS itself reports about it; '': nothing. */
  readonly detail: string
}

export const cause = (
  id: string,
  title: string,
  text: string,
  next: string,
  { fix = null, detail = '' }: Partial<Pick<Cause, 'fix' | 'detail'>> = {},
): Cause => ({ id, title, text, next, fix, detail })

export const VIEW_SOURCES = {
  kind: 'link',
  label: 'View boot sources',
  to: { pathname: '/sources' },
} as const

/** What MAAS downloads through its proxy: everything, only the files of images, or nothing. */
export function proxied({ enabled, url, skipsSources }: ImageProxy, version: string): 'all' | 'files' | null {
  if (!enabled || url === '') return null
  if (!skipsSources) return 'all'
  return capabilitiesOf(version).proxiesFiles ? 'files' : null
}
