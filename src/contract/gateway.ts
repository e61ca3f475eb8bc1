import * as z from 'zod/mini'
import { thereNow } from './belief.ts'
import { bootSource, notification, selection } from './maas.ts'

/* What the gateway answers beside MAAS's own paths. */

const text = z.string().check(z.maxLength(2_000))
const bytes = z.number().check(z.nonnegative())

/**
 * How long the gateway waits, in ms: for MAAS to answer a read with all its tries, or a write (MAAS answers some only
 * after it has talked to its workers), and for the turn of a write behind other writes of the same. A page waits longer
 * than for a write in its turn with a read before and after it, so that it hears what the gateway says of it.
 */
export const WAITS = { readMs: 20_000, writeMs: 60_000, turnMs: 10_000, pageMs: 115_000 } as const

/** The page sends it with a read that is to be answered by MAAS itself; without it the gateway may answer a poll. */
export const FRESH_HEADER = 'x-maas-images-fresh'

/**
 * Every refusal of the gateway, also one that MAAS gave, in one shape.
 * `fields` are MAAS's validation messages by field, `__all__` for the whole.
 */
export const problem = z.object({
  error: z.object({
    code: z.enum([
      'bad-request',
      'forbidden',
      'not-found',
      /** 409: MAAS has something else than the page believed. Nothing was written, and `now` is what is there. */
      'changed',
      'region-unreachable',
      'region-refused',
      'region-unreadable',
      'source-unreachable',
      'source-unreadable',
      /** 400: MAAS finds no images for a selection: it has not read the source yet, or the source does not offer them. */
      'source-unread',
      /** 503: the gateway has no room or time for this request now; `retryAfter` says when to try again. */
      'busy',
      /** 401: MAAS does not accept the key the gateway was started with. */
      'unauthorized',
      /** 401: nobody is signed in, or not any more. */
      'signed-out',
      /** 403: MAAS does not know this user with this password, or this key. */
      'sign-in-refused',
      /** 429: too many sign-ins were tried; `retryAfter` says how long to wait. */
      'too-many-attempts',
      'internal',
    ]),
    message: text,
    fields: z.optional(z.record(z.string(), z.array(text))),
    now: z.optional(thereNow),
    /** Seconds after which it is worth another try, where that is known. */
    retryAfter: z.optional(z.int().check(z.nonnegative())),
    requestId: z.optional(text),
  }),
})
export type Problem = z.infer<typeof problem>

/** `GET /gateway/region`: all that is small and changes seldom, in one answer with an ETag. */
export const regionAnswer = z.object({
  /** The same for all users of a region, another one for another region: what a browser keeps is kept under it. */
  id: text,
  version: text,
  embedded: z.boolean(),
  user: z.object({ username: text, admin: z.boolean() }),
  /** null: MAAS shows boot sources and selections to administrators only. */
  sources: z.nullable(z.array(z.object({ source: bootSource, selections: z.array(selection) }))),
  config: z.object({
    autoImport: z.boolean(),
    commissioningRelease: text,
    defaultOs: text,
    defaultRelease: text,
  }),
  sync: z.object({
    /** ISO time of the last import that MAAS's events tell of; null: none known. */
    lastStarted: z.nullable(text),
    /** Minute past the hour at which MAAS looks for new images by itself, learned from its events; absent: not known. */
    minute: z.optional(z.int().check(z.minimum(0), z.maximum(59))),
  }),
  /** MAAS up to 3.4: rack controllers with copies of their own; `synced` is the word for all is there. */
  racks: z.optional(z.array(z.object({ name: text, status: text }))),
  /** Notifications of MAAS that concern images. */
  notifications: z.array(notification),
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

/** All boot resources of one os/release/arch: what a person means by an image. */
const image = z.object({
  kind: z.enum(['synced', 'uploaded', 'bootloader']),
  /** '' for a custom image whose name has no slash */
  os: text,
  release: text,
  arch: text,
  /** MAAS's own title, "Ubuntu 22.04 LTS" or what was given at upload. */
  title: z.nullable(text),
  /** false: its sets have not been read yet, so held, incoming and bytes say nothing. */
  known: z.boolean(),
  /** Unique bytes of what is complete: files shared by kernels count once. */
  heldBytes: bytes,
  /** Unique bytes of the versions that are arriving, and how many of them are here. */
  incoming: z.nullable(z.object({ bytes, done: bytes })),
  lastDeployed: z.nullable(text),
  kernels: z.array(imageKernel),
})
export type Image = z.infer<typeof image>

/** `GET /gateway/images`: the gateway's fan-out over boot resources, with an ETag. */
export const imagesAnswer = z.object({
  importing: z.boolean(),
  /** How many boot resources could not be read yet; ask again soon. */
  unread: z.int(),
  images: z.array(image),
})
export type ImagesAnswer = z.infer<typeof imagesAnswer>

/**
 * `GET /gateway/files`: every boot resource with the files of its sets, as they are read for `GET /gateway/images`. What
 * is to be downloaded and freed is counted by them.
 */
export const filesAnswer = z.object({
  /** false: some resources have not been read yet, so there may be more here. */
  complete: z.boolean(),
  resources: z.array(
    z.object({
      /** false: a custom image. */
      synced: z.boolean(),
      name: text,
      architecture: text,
      sets: z.array(
        z.object({
          version: text,
          label: text,
          complete: z.boolean(),
          /** The first 16 digits of the sha256, bytes, how many of them are here, and the name. */
          files: z.array(z.tuple([text, bytes, bytes, z.optional(text)])),
        }),
      ),
    }),
  ),
})
export type FilesAnswer = z.infer<typeof filesAnswer>

/** What products of several sources are compared by. */
const triples = {
  /** Content id and name: what MAAS up to 3.7 knows it by. */
  product: z.optional(text),
  /** Versions that the source lists beside the newest one. */
  older: z.optional(z.array(text)),
}

/** One architecture of a release at the source. */
const catalogueArch = z.object({
  arch: text,
  label: text,
  /** Newest version by byte order, of whatever label. */
  version: text,
  /**
   * One for each product (3.8: for each name and label). A boot resource has one name, so of several that a selection
   * lets through the last one fills it.
   */
  kernels: z.array(
    z.object({
      ...triples,
      /** The MAAS name, as in a boot resource's architecture. */
      name: text,
      /** What a selection filters by; several kernels (flavours) can share one. */
      subarch: text,
      flavour: text,
      /** Its newest version, where that is not the newest of the architecture: a kernel that gets no updates any more. */
      version: z.optional(text),
      /** Its label, where it is not the label of the architecture. */
      label: z.optional(text),
    }),
  ),
  /**
   * By subarch that a selection may name: the kernels (indexes) that MAAS up to 3.7 imports for it. Left out where they
   * are those with that subarch.
   */
  kernelsFor: z.optional(z.record(text, z.array(z.int()))),
  /**
   * Files of each kernel's newest version: bytes, indexes into kernels that use it, the first 16 digits of its sha256,
   * and MAAS's name of it. Exact bytes for any choice of kernels.
   */
  files: z.array(z.tuple([bytes, z.array(z.int()), z.optional(text), z.optional(text)])),
  /**
   * The source lists it, and a file of it is missing or has another size: an import of it fails. Where it has
   * several labels: with these.
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
  /** "24.04": what sorts newest first */
  version: text,
  /** YYYY-MM-DD, the latest of its products; null: not said */
  supportEol: z.nullable(text),
  arches: z.array(catalogueArch),
})
export type CatalogueRelease = z.infer<typeof catalogueRelease>

/** What MAAS itself will say of a source's signature: MAAS asks gpgv, which is less strict than this page. */
const regionVerdict = z.object({
  /** null: only the region can tell, its keyring is not here. */
  accepts: z.nullable(z.boolean()),
  message: text,
})

const catalogueSignature = z.object({
  verdict: z.enum(['valid', 'unsigned', 'unknown-key', 'bad', 'expired', 'revoked', 'weak', 'unchecked']),
  message: text,
  /** User id of the key that signed, where the keyring has it. */
  signer: z.nullable(text),
  /** Upper case hex */
  fingerprint: z.nullable(text),
  /** What is known of that key by its fingerprint; null: nothing. */
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
   * read: its keys are listed. unreadable: it is here, and no keyring. elsewhere: a file that only the region can
   * look at. none: none was named.
   */
  state: z.enum(['read', 'unreadable', 'elsewhere', 'none']),
  /** How it was given; only binary can be used by MAAS as it is. */
  form: z.nullable(z.enum(['binary', 'armoured', 'base64'])),
  message: text,
  keys: z.array(keyFacts),
  /** base64 of the binary keyring to give to MAAS, where keyring data was asked about. */
  data: z.nullable(z.string().check(z.maxLength(2_000_000))),
})

/** Something in a source that some MAAS will refuse or pass over. */
const catalogueWarning = z.object({
  maas: z.enum(['any', 'to-3.7', 'from-3.8']),
  /**
   * ends-imports: MAAS cannot read the source, and then imports nothing from any other either. refuses: it cannot use
   * this source. ignores: this part of it. advises: it works, but there is something to know.
   */
  effect: z.enum(['ends-imports', 'refuses', 'ignores', 'advises']),
  message: text,
  /** Some of what it is about, as the source names it. */
  names: z.array(text),
  count: z.int(),
})

/** Whether the files are there that the source lists. A mirror made with sstream-mirror lists more than it holds. */
export const cataloguePresence = z.discriminatedUnion('state', [
  /** Not checked: maas.io holds what it lists. */
  z.object({ state: z.literal('assumed') }),
  /** Under way; ask again soon. */
  z.object({ state: z.literal('checking'), checked: z.int(), total: z.int() }),
  z.object({
    state: z.literal('checked'),
    /** book-keeping: sstream-mirror's own list. files: the server was asked for each newest file. */
    by: z.enum(['book-keeping', 'files']),
    /** Files of which it is known; fewer than `total` when the check stopped early. */
    checked: z.int(),
    total: z.int(),
    /** Images (os/release/arch, each label by itself) with a file that is missing or has another size; marked `absent`. */
    absent: z.int(),
    /** Bootloaders of which a file is missing or has another size, as os/arch. */
    bootloaders: z.array(text),
    /** Which of those images and bootloaders have a file of another size than listed. */
    wrongSize: z.array(text),
    /** Files that the book-keeping names and the server confirmed, with none missing; 0: the server confirms none. */
    sampled: z.int(),
    /** The book-keeping names files that the server does not have, so the server was asked for each file. */
    lost: z.boolean(),
    /** Files that are there, and of which the server does not say the size. */
    unsized: z.int(),
    /** Why not all files were checked. time: it took too long. answers: the server stopped answering. limit: too many files. */
    stopped: z.nullable(z.enum(['time', 'answers', 'limit'])),
  }),
  /** The server does not say. */
  z.object({ state: z.literal('unknown'), message: text }),
])
export type CataloguePresence = z.infer<typeof cataloguePresence>

/**
 * What a source offers, compact. `GET /gateway/catalogue/{source id}` for a boot source of the region;
 * `GET /gateway/catalogue?url=&keyring_filename=&keyring_data=` for any (exactly these three, the unused empty;
 * keyring data in base64url), `POST /gateway/catalogue` with the same as JSON where the keyring is long.
 */
export const catalogue = z.object({
  /** As MAAS has it or would be given it. */
  url: text,
  /** Whose rules it was read by: those of the MAAS of this region. */
  reader: z.enum(['to-3.7', 'from-3.8']),
  /** When the source says its index was updated, ISO; null: it does not say. */
  updated: z.nullable(text),
  /** When the gateway read it, ISO. */
  readAt: text,
  /** The source is down: what is shown was read at `readAt`, and why it cannot be read now. null: it is up to date. */
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
      /** Bytes, the first 16 digits of the sha256, and MAAS's name of each file. */
      files: z.optional(z.array(z.tuple([bytes, text, z.optional(text)]))),
    }),
  ),
  notifications: z.array(z.object({ name: text, version: text })),
  ignored: z.array(z.object({ what: text, reason: text })),
  warnings: z.array(catalogueWarning),
  presence: cataloguePresence,
})
export type Catalogue = z.infer<typeof catalogue>
