import * as z from 'zod/mini'

/* Boot resources of the MAAS REST API 2.0, see maas.ts. */

const text = z.string().check(z.maxLength(10_000))
const id = z.int().check(z.nonnegative())

/** One os/release + arch/kernel that MAAS holds, as in the list: without sets and progress. */
export const bootResource = z.object({
  id,
  type: text,
  name: text,
  architecture: text,
  last_deployed: z.optional(z.nullable(text)),
  title: z.optional(text),
  subarches: z.optional(text),
  base_image: z.optional(text),
})
/** A boot resource as MAAS lists it. */
export type BootResource = z.infer<typeof bootResource>

const bootResourceFile = z.object({
  filename: text,
  filetype: text,
  sha256: text,
  size: z.number(),
  complete: z.boolean(),
  /** 0 to 100, present only while the file is incomplete. */
  progress: z.optional(z.number()),
  /** Where the chunks of an upload go, while it is incomplete. */
  upload_uri: z.optional(text),
})

const bootResourceSet = z.object({
  version: text,
  label: text,
  size: z.number(),
  complete: z.boolean(),
  progress: z.optional(z.number()),
  files: z.record(z.string(), bootResourceFile),
})
/** One version of a boot resource, with its files; `size` in bytes. */
export type BootResourceSet = z.infer<typeof bootResourceSet>

/** `GET boot-resources/{id}/`: the same with its versions; only this call shows completeness and progress. */
export const bootResourceDetail = z.extend(bootResource, { sets: z.record(z.string(), bootResourceSet) })
/** A boot resource with its versions, by their names. */
export type BootResourceDetail = z.infer<typeof bootResourceDetail>
