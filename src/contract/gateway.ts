import * as z from 'zod/mini'
import { thereNow } from './there-now.ts'
import { bootSource, notification, selection } from './maas.ts'

/* The gateway's own answers, besides MAAS's paths. */

const text = z.string().check(z.maxLength(2_000))
const bytes = z.number().check(z.nonnegative())

/**
 * How long the gateway waits, in ms: for MAAS to answer a read with all its tries, or a write (MAAS answers some only
 * after it has called its workers), and for a write behind other writes to the same object. The page waits longer than a
 * write with its queue and a read before and after it, so that it gets the gateway's answer.
 */
export const WAITS = {
  readMs: 20_000,
  writeMs: 60_000,
  turnMs: 10_000,
  /** The last chunk of an upload: MAAS computes the SHA256 of the whole file before it answers. */
  chunkMs: 105_000,
  pageMs: 115_000,
} as const

/** The page sends this header with a read that MAAS must answer; without it the gateway may answer from its cache. */
export const FRESH_HEADER = 'x-maas-images-fresh'

/**
 * Every refusal of the gateway, including those of MAAS, in one shape.
 * `fields` are MAAS's validation messages by field, `__all__` for the whole.
 */
export const problem = z.object({
  error: z.object({
    code: z.enum([
      'bad-request',
      'forbidden',
      'not-found',
      /** 409: MAAS has something else than the page expected. Nothing was written, and `now` is what MAAS has. */
      'changed',
      'region-unreachable',
      'region-refused',
      'region-unreadable',
      'source-unreachable',
      'source-unreadable',
      /** 400: MAAS finds no images for a selection: it has not read the source yet, or the source does not offer them. */
      'source-unread',
      /** 503: the gateway has no capacity for this request now; `retryAfter` says when to try again. */
      'busy',
      /** 401: MAAS does not accept the key the gateway was started with. */
      'unauthorized',
      /** 401: not signed in, or the session has ended. */
      'signed-out',
      /** 403: MAAS does not accept this user name and password, or this key. */
      'sign-in-refused',
      /** 429: too many sign-ins were tried; `retryAfter` says how long to wait. */
      'too-many-attempts',
      'internal',
    ]),
    message: text,
    fields: z.optional(z.record(z.string(), z.array(text))),
    now: z.optional(thereNow),
    /** Seconds after which another try makes sense; absent: not known. */
    retryAfter: z.optional(z.int().check(z.nonnegative())),
    requestId: z.optional(text),
  }),
})
export type Problem = z.infer<typeof problem>

/** `GET /gateway/region`: everything that is small and seldom changes, in one answer with an ETag. */
export const regionAnswer = z.object({
  /** Identifies the region, the same for all its users; the browser stores data under it. */
  id: text,
  version: text,
  embedded: z.boolean(),
  user: z.object({ username: text, admin: z.boolean() }),
  /** null: MAAS shows boot sources and selections to administrators only. */
  sources: z.nullable(z.array(z.object({ source: bootSource, selections: z.array(selection) }))),
  /**
   * The ids of the sources in the order of MAAS's list, in which MAAS up to 3.7 reads them; absent: it is that of
   * `sources`, which are in the order of their ids.
   */
  sourceOrder: z.optional(z.array(z.int())),
  config: z.object({
    autoImport: z.boolean(),
    commissioningRelease: text,
    defaultOs: text,
    defaultRelease: text,
  }),
  sync: z.object({
    /** ISO time of the last import in MAAS's events; null: not known. */
    lastStarted: z.nullable(text),
    /** Minute past the hour of the automatic sync, found from MAAS's events; absent: not known. */
    minute: z.optional(z.int().check(z.minimum(0), z.maximum(59))),
    /** What MAAS's events since then report as warnings and errors of the import (up to 3.7); absent: nothing. */
    problems: z.optional(z.array(text)),
  }),
  /** MAAS up to 3.4: rack controllers with their own copies; `synced`: complete. */
  racks: z.optional(z.array(z.object({ name: text, status: text }))),
  /**
   * How many region controllers hold copies of the images, if there are several (from 3.5 on). The progress of a file is
   * then its share on all of them. Absent: one, or not known.
   */
  regionControllers: z.optional(z.int().check(z.minimum(2))),
  /** MAAS notifications about images. */
  notifications: z.array(notification),
  /** They could not be read, so `notifications` is empty. Absent: they were read. */
  notificationsUnread: z.optional(z.literal(true)),
  /**
   * Seconds by which MAAS's clock is ahead of the gateway's, rounded to half a minute; negative: behind. Absent: not
   * known. MAAS refuses requests that were signed more than 300 seconds ago.
   */
  clockAhead: z.optional(z.int()),
})
export type RegionAnswer = z.infer<typeof regionAnswer>

/** One kernel of an image: one boot resource. */
const imageKernel = z.object({
  id: z.int(),
  /** `ga-24.04`, `hwe-22.04-lowlatency-edge`, `generic` */
  name: text,
  /** Newest version that is complete; null: none yet. */
  held: z.nullable(text),
  /** A newer version that is still arriving. */
  incoming: z.nullable(z.object({ version: text, progress: z.number() })),
})

/** All boot resources of one os/release/arch: one image of the page. */
const image = z.object({
  kind: z.enum(['synced', 'uploaded', 'bootloader']),
  /** '' for a custom image whose name has no slash */
  os: text,
  release: text,
  arch: text,
  /** MAAS's title: "Ubuntu 22.04 LTS", or the title given at upload. */
  title: z.nullable(text),
  /** false: its sets have not been read yet, so held, incoming and bytes are meaningless. */
  known: z.boolean(),
  /** Unique bytes of complete versions: files shared by kernels count once. */
  heldBytes: bytes,
  /**
   * Unique bytes of the arriving versions, and how many of them MAAS has, with the kernels that are complete already.
   * `resting`: of the others it has complete files and no partial ones. In MAAS 3.8, an ended sync leaves such an image,
   * and a sync shows one only for seconds.
   */
  incoming: z.nullable(z.object({ bytes, done: bytes, resting: z.optional(z.literal(true)) })),
  lastDeployed: z.nullable(text),
  kernels: z.array(imageKernel),
  /** Of a custom image. `filetype` as MAAS keeps it (`root-tgz`), '' and 0 bytes while it is not known. */
  upload: z.optional(z.object({ baseImage: z.nullable(text), filetype: text, bytes })),
})
export type Image = z.infer<typeof image>

/** `GET /gateway/images`: the images of all boot resources, with an ETag. */
export const imagesAnswer = z.object({
  importing: z.boolean(),
  /** Number of boot resources that have not been read yet; poll again soon. */
  unread: z.int(),
  images: z.array(image),
})
export type ImagesAnswer = z.infer<typeof imagesAnswer>

/**
 * `GET /gateway/files`: every boot resource with the files of its sets, as read for `GET /gateway/images`. Downloads and
 * freed space are counted with them.
 */
export const filesAnswer = z.object({
  /** false: some resources have not been read yet, so MAAS may have more files. */
  complete: z.boolean(),
  resources: z.array(
    z.object({
      /** false: a custom image. */
      synced: z.boolean(),
      name: text,
      architecture: text,
      /** In the order in which MAAS created them: of the complete ones, it keeps the last. */
      sets: z.array(
        z.object({
          version: text,
          label: text,
          complete: z.boolean(),
          /**
           * The first 16 digits of the sha256, bytes, how many of them MAAS has, and the name. With several region
           * controllers: how many one of them has, as far as their common progress shows.
           */
          files: z.array(z.tuple([text, bytes, bytes, z.optional(text)])),
        }),
      ),
    }),
  ),
})
export type FilesAnswer = z.infer<typeof filesAnswer>

/** Fields to compare products of several sources. */
const triples = {
  /** Content id and name, which identify it in MAAS up to 3.7. */
  product: z.optional(text),
  /** Versions that the source lists besides the newest one. */
  older: z.optional(z.array(text)),
}

/** One architecture of a release at the source. */
const catalogueArch = z.object({
  arch: text,
  label: text,
  /** Newest version by byte order, of any label. */
  version: text,
  /**
   * One for each product (3.8: for each name and label). A boot resource has one name, so of several that match a
   * selection, the last one fills it.
   */
  kernels: z.array(
    z.object({
      ...triples,
      /** The MAAS name, as in a boot resource's architecture. */
      name: text,
      /** What a selection filters by; several kernels (flavors) can share one. */
      subarch: text,
      flavour: text,
      /** Its newest version if that is older than the architecture's: a kernel without further updates. */
      version: z.optional(text),
      /** Its label if that is not the label of the architecture. */
      label: z.optional(text),
    }),
  ),
  /**
   * By subarch that a selection may name: the kernels (indexes) that MAAS up to 3.7 imports for it. Left out if they
   * are the kernels with that subarch.
   */
  kernelsFor: z.optional(z.record(text, z.array(z.int()))),
  /**
   * Files of each kernel's newest version: bytes, indexes into kernels that use it, the first 16 digits of its sha256,
   * and MAAS's name for it. They give exact bytes for any selection of kernels.
   */
  files: z.array(z.tuple([bytes, z.array(z.int()), z.optional(text), z.optional(text)])),
  /**
   * Products that another product of the source replaces up to 3.7. The selection of another source that lists them can
   * still bring them. `after`: how many of `kernels` come before it.
   */
  overruled: z.optional(
    z.array(
      z.object({
        kernel: text,
        product: text,
        version: text,
        older: z.optional(z.array(text)),
        after: z.int(),
        files: z.array(z.tuple([bytes, text, text])),
      }),
    ),
  ),
  /**
   * The source lists it, but a file of it is missing or has another size, so an import of it fails. If it has several
   * labels: the labels for which that is so.
   */
  absent: z.optional(z.union([z.literal(true), z.array(text)])),
})
export type CatalogueArch = z.infer<typeof catalogueArch>

const catalogueRelease = z.object({
  os: text,
  release: text,
  /** "24.04 LTS", "CentOS 7" */
  title: text,
  /** "Noble Numbat"; '' when the source names none */
  codename: text,
  lts: z.boolean(),
  /** "24.04": the key for sorting newest first */
  version: text,
  /** YYYY-MM-DD, the latest of its products; null: not known */
  supportEol: z.nullable(text),
  arches: z.array(catalogueArch),
})
export type CatalogueRelease = z.infer<typeof catalogueRelease>

/** MAAS's verdict on a source's signature: MAAS uses gpgv, which is less strict than this page. */
const regionVerdict = z.object({
  /** null: only the region can check it, because the keyring is not on this machine. */
  accepts: z.nullable(z.boolean()),
  message: text,
})

export const catalogueSignature = z.object({
  verdict: z.enum(['valid', 'unsigned', 'unknown-key', 'bad', 'expired', 'revoked', 'weak', 'unchecked']),
  message: text,
  /** User ID of the signing key, if the keyring has it. */
  signer: z.nullable(text),
  /** Upper case hex */
  fingerprint: z.nullable(text),
  /** The owner of that key, if its fingerprint is known; else null. */
  known: z.nullable(text),
  region: regionVerdict,
})
export type CatalogueSignature = z.infer<typeof catalogueSignature>

const keyFacts = z.object({
  /** Upper case hex */
  fingerprint: text,
  userId: z.nullable(text),
  /** "RSA 4096", "Ed25519" */
  algorithm: text,
  /** ISO */
  created: text,
  /** ISO; null: never */
  expires: z.nullable(text),
  revoked: z.boolean(),
  known: z.nullable(text),
})

const catalogueKeyring = z.object({
  /**
   * read: its keys are listed. unreadable: the file is not a keyring. elsewhere: a file that only the region can read.
   * none: there is no keyring.
   */
  state: z.enum(['read', 'unreadable', 'elsewhere', 'none']),
  /** The form in which it was given; MAAS can use only binary without conversion. */
  form: z.nullable(z.enum(['binary', 'armoured', 'base64'])),
  message: text,
  keys: z.array(keyFacts),
  /** base64 of the binary keyring for MAAS, if keyring data was sent. */
  data: z.nullable(z.string().check(z.maxLength(2_000_000))),
})

/** Something in a source that some versions of MAAS refuse or ignore. */
const catalogueWarning = z.object({
  maas: z.enum(['any', 'to-3.7', 'from-3.8']),
  /**
   * ends-imports: MAAS cannot read the source, and then imports nothing from other sources either. refuses: it cannot use
   * this source. ignores: it ignores this part. advises: it works, with a remark.
   */
  effect: z.enum(['ends-imports', 'refuses', 'ignores', 'advises']),
  message: text,
  /** Some of the items it is about, as the source names them. */
  names: z.array(text),
  count: z.int(),
})

/** Whether the listed files exist. A mirror made with sstream-mirror lists more than it holds. */
export const cataloguePresence = z.discriminatedUnion('state', [
  /** Not checked: maas.io holds what it lists. */
  z.object({ state: z.literal('assumed') }),
  /** In progress; poll again soon. */
  z.object({ state: z.literal('checking'), checked: z.int(), total: z.int() }),
  z.object({
    state: z.literal('checked'),
    /** book-keeping: sstream-mirror's own list. files: each newest file was requested from the server. */
    by: z.enum(['book-keeping', 'files']),
    /** Checked files; fewer than `total` when the check stopped early. */
    checked: z.int(),
    total: z.int(),
    /** Images (os/release/arch, each label separately) with a file that is missing or has another size; marked `absent`. */
    absent: z.int(),
    /** Bootloaders of which a file is missing or has another size, as os/arch. */
    bootloaders: z.array(text),
    /** Which of those images and bootloaders have a file of another size than listed. */
    wrongSize: z.array(text),
    /** Files that the book-keeping names and the server confirmed, with none missing; 0: the server confirms none. */
    sampled: z.int(),
    /** The book-keeping names files that the server does not have, so each file was requested from the server. */
    lost: z.boolean(),
    /** Existing files whose size the server does not report. */
    unsized: z.int(),
    /** Why not all files were checked. time: it took too long. answers: the server stopped answering. limit: too many files. */
    stopped: z.nullable(z.enum(['time', 'answers', 'limit'])),
  }),
  /** The server does not give usable answers. */
  z.object({ state: z.literal('unknown'), message: text }),
])
export type CataloguePresence = z.infer<typeof cataloguePresence>

/**
 * What a source offers, in compact form. `GET /gateway/catalogue/{source id}` for a boot source of the region;
 * `GET /gateway/catalogue?url=&keyring_filename=&keyring_data=` for any (exactly these three, the unused empty;
 * keyring data in base64url), `POST /gateway/catalogue` with the same as JSON where the keyring is long.
 */
export const catalogue = z.object({
  /** The address as MAAS has it or would get it. */
  url: text,
  /** The rules used for reading it: those of this region's MAAS. */
  reader: z.enum(['to-3.7', 'from-3.8']),
  /** When the index was updated, according to the source, ISO; null: not known. */
  updated: z.nullable(text),
  /** When the gateway read it, ISO. */
  readAt: text,
  /** Why the source cannot be read now, so that the data is from `readAt`; null: it is up to date. */
  stale: z.nullable(text),
  /** Where the index came from after redirects, and how long index and product files took. */
  reading: z.object({ address: text, ms: z.number() }),
  signature: catalogueSignature,
  keyring: catalogueKeyring,
  /** Products that were understood. */
  products: z.int(),
  releases: z.array(catalogueRelease),
  bootloaders: z.array(
    z.object({
      os: text,
      type: text,
      arch: text,
      label: z.optional(text),
      version: text,
      ...triples,
      bytes,
      /** Bytes, the first 16 digits of the sha256, and MAAS's name for each file. */
      files: z.optional(z.array(z.tuple([bytes, text, z.optional(text)]))),
    }),
  ),
  notifications: z.array(z.object({ name: text, version: text })),
  ignored: z.array(z.object({ what: text, reason: text })),
  warnings: z.array(catalogueWarning),
  presence: cataloguePresence,
})
export type Catalogue = z.infer<typeof catalogue>

/** The answer about a boot source of the region; null: MAAS no longer has it. */
export const savedCatalogue = z.nullable(catalogue)
