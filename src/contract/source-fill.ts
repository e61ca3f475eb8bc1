import * as z from 'zod/mini'

/**
 * What fills in Change source or Add source when another part of the page opens it, as `fill` in the state of the
 * location. Nothing is read or changed before the administrator chooses Connect.
 */
export const sourceFill = z.object({
  url: z.string().check(z.maxLength(2_000)),
  keyring_filename: z.string().check(z.maxLength(10_000)),
  keyring_data: z.string().check(z.maxLength(2_000_000)),
  /** The boot source to change, by its ID; absent: the first one. */
  replaces: z.optional(z.int()),
})
export type SourceFill = z.infer<typeof sourceFill>
