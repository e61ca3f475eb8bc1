import * as z from 'zod/mini'
import { bootSource } from './maas.ts'

/*
 * What the page believes MAAS to have. It is sent with the fields of a write, as `believed`. The gateway compares it
 * with MAAS, writes only if both are equal, and does not pass it on to MAAS.
 */

const text = z.string().check(z.maxLength(10_000))
const names = z.array(text).check(z.maxLength(500))

/** A selection by its content. Its lists may be empty, because other clients create such selections. */
const believedSelection = z.object({
  os: text,
  release: text,
  arches: names,
  subarches: names,
  labels: names,
})
export type BelievedSelection = z.infer<typeof believedSelection>

/** A boot source by its content; the fields of MAAS 3.8 only if the page knows them. */
const believedSource = z.pick(bootSource, {
  url: true,
  keyring_filename: true,
  keyring_data: true,
  name: true,
  priority: true,
  enabled: true,
  skip_keyring_verification: true,
})
export type BelievedSource = z.infer<typeof believedSource>

/** The belief of each write. */
export const BELIEFS = {
  /** There is no selection of this OS and release in this source. */
  createSelection: z.null(),
  /** For `PUT` and `DELETE`. */
  changeSelection: believedSelection,
  /** All existing sources. */
  createSource: z.array(z.pick(bootSource, { id: true, url: true })).check(z.maxLength(1_000)),
  changeSource: believedSource,
  /** With its selections, which MAAS deletes together with it. */
  deleteSource: z.extend(believedSource, {
    selections: z.array(believedSelection).check(z.maxLength(10_000)),
  }),
  /** The value of a setting that names an image, or `true` or `false` for a switch of the proxy. */
  changeSetting: text,
} as const
export type SourcesBelief = z.infer<(typeof BELIEFS)['createSource']>
