import type { ImageProxy } from '#api/image-proxy.ts'
import type { Fix } from '#features/images/preflight/checks.ts'

/** A likely reason why an import stalls or has failed. */
export type Cause = {
  readonly id: string
  readonly title: string
  /** Why it is likely, in sentences; '': a notice on the page says it. */
  readonly text: string
  /** What to do, in sentences. */
  readonly next: string
  readonly fix: Extract<Fix, { kind: 'link' }> | null
}

export const cause = (
  id: string,
  title: string,
  text: string,
  next: string,
  fix: Cause['fix'] = null,
): Cause => ({
  id,
  title,
  text,
  next,
  fix,
})

/** Whether MAAS downloads images through the proxy. */
export const usesProxy = ({ enabled, url, skipsSources }: ImageProxy): boolean =>
  enabled && url !== '' && !skipsSources
