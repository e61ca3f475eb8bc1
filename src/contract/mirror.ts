import * as z from 'zod/mini'
import { catalogueSignature } from './gateway.ts'

/* The gateway's answers about local mirrors that sstream-mirror makes. */

const text = z.string().check(z.maxLength(2_000))
const bytes = z.number().check(z.nonnegative())

/** `POST /gateway/mirror/contents`: what a mirror of these images of a source will hold. */
export const mirrorContents = z.object({
  /** Files on its disk, and their bytes; each path once. */
  files: z.int(),
  bytes,
  /** By run of sstream-mirror, the bytes that it reports: shared files count for each kernel. */
  reported: z.array(bytes),
  /** Bytes that new versions bring per day on average; 0: the listed versions do not show it. */
  perDay: bytes,
  /** Images that the source does not list: `ubuntu/noble/s390x`. */
  missing: z.array(text),
})
export type MirrorContentsAnswer = z.infer<typeof mirrorContents>

/** `POST /gateway/mirror/state`: what the lists of a mirror say, compared with those of its upstream source. */
export const mirrorState = z.object({
  signature: catalogueSignature,
  /** When the index of the mirror was updated, ISO; null: not known. */
  updated: z.nullable(text),
  /** Images that the mirror does not list: `ubuntu/noble/s390x`. */
  missing: z.array(text),
  /** Files that the mirror must have, and how many of them this gateway checks. */
  files: z.int(),
  checkable: z.int(),
  upstream: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('read'),
      updated: z.nullable(text),
      /** Products of which upstream has a newer version. `here` null: the mirror does not list the product. */
      newer: z.array(z.object({ product: text, here: z.nullable(text), there: text })),
    }),
    z.object({ state: z.literal('unreadable'), message: text }),
  ]),
})
export type MirrorState = z.infer<typeof mirrorState>

/** A file of a mirror that is not as its list says. */
const badFile = z.object({
  path: text,
  /** As listed. */
  bytes,
  sha256: text,
  /** unclear: the server gives no usable answer. */
  state: z.enum(['missing', 'wrong-size', 'unclear']),
  /** Its size on the server; null: not known. */
  found: z.nullable(bytes),
  /** Whether upstream lists the same file, so that it can be downloaded again. */
  upstream: z.boolean(),
})
export type BadFile = z.infer<typeof badFile>

/** `POST /gateway/mirror/files`: the state of some of its files, from one place of its list on. */
export const mirrorFiles = z.object({
  /** The place at which to continue; null: all have been checked. */
  next: z.nullable(z.int()),
  bad: z.array(badFile),
  /** Files whose size the server does not report. */
  unsized: z.int(),
})
export type MirrorFiles = z.infer<typeof mirrorFiles>
