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

/** The proxy settings of MAAS as they apply to images. */
export type ImageProxy = {
  /** `enable_http_proxy` */
  readonly enabled: boolean
  /** `http_proxy` without its password; '': none is set. */
  readonly url: string
  /** `boot_images_no_proxy`: MAAS connects to boot sources without the proxy. */
  readonly skipsSources: boolean
}

/** Whether MAAS downloads images through the proxy. */
export const usesProxy = ({ enabled, url, skipsSources }: ImageProxy): boolean =>
  enabled && url !== '' && !skipsSources
