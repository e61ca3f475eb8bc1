import * as z from 'zod/mini'
import { bootSource } from './maas.ts'

/*
 * What the page expects MAAS to have. It is sent with the fields of a write, as `expected`. The gateway compares it
 * with MAAS, writes only if both are equal, and does not pass it on to MAAS.
 */

const text = z.string().check(z.maxLength(10_000))
const names = z.array(text).check(z.maxLength(500))

/** A selection by its content. Its lists may be empty, because other clients create such selections. */
const expectedSelection = z.object({
  os: text,
  release: text,
  arches: names,
  subarches: names,
  labels: names,
})
export type ExpectedSelection = z.infer<typeof expectedSelection>

/** A boot source by its content; the fields of MAAS 3.8 only if the page knows them. */
const expectedSource = z.pick(bootSource, {
  url: true,
  keyring_filename: true,
  keyring_data: true,
  name: true,
  priority: true,
  enabled: true,
  skip_keyring_verification: true,
})
export type ExpectedSource = z.infer<typeof expectedSource>

/** The state that each write expects. */
export const EXPECTED = {
  /** There is no selection of this OS and release in this source. */
  createSelection: z.null(),
  /** For `PUT` and `DELETE`. */
  changeSelection: expectedSelection,
  /** All existing sources. */
  createSource: z.array(z.pick(bootSource, { id: true, url: true })).check(z.maxLength(1_000)),
  changeSource: expectedSource,
  /** With its selections, which MAAS deletes together with it. */
  deleteSource: z.extend(expectedSource, {
    selections: z.array(expectedSelection).check(z.maxLength(10_000)),
  }),
  /** The value of a setting that names an image, or `true` or `false` for a switch of the proxy. */
  changeSetting: text,
} as const
export type ExpectedSources = z.infer<(typeof EXPECTED)['createSource']>
