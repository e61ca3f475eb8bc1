import * as z from 'zod/mini'
import { bootSource, selection } from './maas.ts'

/*
 * What the page believes to be in MAAS. It travels beside the fields of a write, as `believed`. The gateway compares it
 * with what is there and writes only where both are the same; it passes none of it on to MAAS.
 */

const text = z.string().check(z.maxLength(10_000))
const names = z.array(text).check(z.maxLength(500))

/** A selection by its content. Its lists may be empty: other clients make such selections. */
const believedSelection = z.object({
  os: text,
  release: text,
  arches: names,
  subarches: names,
  labels: names,
})
export type BelievedSelection = z.infer<typeof believedSelection>

/** A boot source by its content; what MAAS 3.8 keeps beside it only where the page knows it. */
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

/** What each write believes. */
export const BELIEFS = {
  /** There is no selection of this OS and release in this source. */
  createSelection: z.null(),
  /** Of `PUT` and `DELETE`. */
  changeSelection: believedSelection,
  /** The sources that there are. */
  createSource: z.array(z.pick(bootSource, { id: true, url: true })).check(z.maxLength(1_000)),
  changeSource: believedSource,
  /** With its selections, which MAAS deletes together with it. */
  deleteSource: z.extend(believedSource, {
    selections: z.array(believedSelection).check(z.maxLength(10_000)),
  }),
} as const
export type SourcesBelief = z.infer<(typeof BELIEFS)['createSource']>

/** What is there instead of what was believed. null: it does not exist (any more). */
export const thereNow = z.discriminatedUnion('what', [
  z.object({ what: z.literal('selection'), selection: z.nullable(selection) }),
  z.object({
    what: z.literal('source'),
    source: z.nullable(bootSource),
    /** null: they were not compared. */
    selections: z.nullable(z.array(selection)),
  }),
  z.object({ what: z.literal('sources'), sources: z.array(bootSource) }),
])
export type ThereNow = z.infer<typeof thereNow>
