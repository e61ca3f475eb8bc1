import { displayText } from '#lib/text/display-text.ts'
import type { MirrorContents } from './contents.ts'

/** A product of which upstream has a newer version than the mirror lists. */
export type NewerUpstream = {
  readonly product: string
  /** Null: the mirror does not list the product. */
  readonly here: string | null
  readonly there: string
}

/** The products of the wanted images that are newer upstream than on the mirror. Versions are compared by byte order. */
export const comparedWith = (
  mirror: Pick<MirrorContents, 'newest'>,
  upstream: Pick<MirrorContents, 'newest'>,
): NewerUpstream[] =>
  Object.entries(upstream.newest).flatMap(([product, there]) => {
    const here = Object.hasOwn(mirror.newest, product) ? (mirror.newest[product] ?? null) : null
    return here !== null && here >= there
      ? []
      : [{ product: displayText(product), here: here && displayText(here), there: displayText(there) }]
  })
