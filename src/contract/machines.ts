import * as z from 'zod/mini'

const text = z.string().check(z.maxLength(2_000))
const amount = z.int().check(z.nonnegative())

/**
 * `GET /gateway/machines`: how many machines are deployed, or being deployed, with which image. MAAS lists its machines
 * only as a whole, so the answer says when there were too many to count.
 */
export const machinesAnswer = z.object({
  /** MAAS's own list of machines, for a browser; null: the embedded region has none. */
  page: z.nullable(text),
  /** false: MAAS has more machines than are counted; then the counts are too low. */
  complete: z.boolean(),
  counts: z.array(
    z.object({
      /** '' for both: MAAS deploys its default release. */
      os: text,
      release: text,
      arch: text,
      machines: amount,
    }),
  ),
})
export type MachinesAnswer = z.infer<typeof machinesAnswer>
