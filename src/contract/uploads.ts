import * as z from 'zod/mini'

/* The upload of custom images, in chunks. */

/**
 * The types of files that MAAS accepts for an upload, and what it keeps each as (BootResourceForm, the same in 3.4 to
 * 3.8).
 */
export const KEPT_AS = {
  tgz: 'root-tgz',
  tbz: 'root-tbz',
  txz: 'root-txz',
  ddtgz: 'root-dd',
  ddtar: 'root-dd.tar',
  ddraw: 'root-dd.raw',
  ddtbz: 'root-dd.tar.bz2',
  ddtxz: 'root-dd.tar.xz',
  ddbz2: 'root-dd.bz2',
  ddgz: 'root-dd.gz',
  ddxz: 'root-dd.xz',
} as const
/** A type of file that MAAS accepts for an upload. */
export type FileType = keyof typeof KEPT_AS
/** All types of files that MAAS accepts for an upload. */
export const FILE_TYPES = Object.keys(KEPT_AS) as FileType[]

/** The largest chunk, bytes: MAAS's CLI sends the same, and nginx in front of MAAS refuses more than 10 MB. */
export const CHUNK_BYTES = 4 * 1_024 * 1_024

const id = z.int().check(z.nonnegative(), z.maximum(999_999_999))
const size = z.int().check(z.minimum(1))
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/**
 * `POST boot-resources/`: announces a file. MAAS deletes the files of an image of the same name and architecture
 * immediately.
 */
export const newUpload = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  /** `amd64/generic` */
  architecture: z.string().check(z.minLength(1), z.maxLength(64)),
  title: z.string().check(z.maxLength(500)),
  filetype: z.enum(FILE_TYPES),
  /** `ubuntu/noble`; '' for MAAS's choice. */
  base_image: z.string().check(z.maxLength(100)),
  sha256,
  size,
  /** The boot resource that it replaces; null: none. If MAAS has another one, nothing is written. */
  replaces: z.nullable(id),
})
export type NewUpload = z.infer<typeof newUpload>

/** `GET /gateway/uploads/{boot resource}`, and the answer to a new upload: its newest version. */
export const uploadState = z.object({
  resource: id,
  /** Where its chunks go; null: the file is complete. */
  file: z.nullable(id),
  version: z.string(),
  sha256: z.string(),
  size: z.number(),
  /** What MAAS says, 0 to 100: with several region controllers, a file that one of them has whole is below 100. */
  progress: z.number(),
  complete: z.boolean(),
})
export type UploadState = z.infer<typeof uploadState>
