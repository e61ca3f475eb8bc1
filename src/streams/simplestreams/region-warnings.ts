import { displayText } from '#lib/text/display-text.ts'
import type { IndexEntry } from './index-file.ts'
import { passedOver } from './passed-over.ts'
import type { StreamProduct } from './products.ts'
import { about, aboutBoth, type StreamWarning } from './findings.ts'
import { IMPORTED_BOOTLOADERS } from '#streams/python-reader/imported.ts'
import type { Judgment } from './judge.ts'
import { metTo37, SIGNATURE_MISSING, SIGNED_ANYWAY } from './failure.ts'
import { INVALID_INDEX, INVALID_PRODUCTS } from '#streams/python-reader/model-reader.ts'
import { otherServerOf } from './other-servers.ts'
import type { ReadingFault } from '#streams/python-reader/python-index.ts'

export type { StreamWarning } from './findings.ts'

/** The index that a source begins with. */
export type StreamIndex = {
  readonly json: unknown
  /** The path in the address: `streams/v1/index.sjson`. */
  readonly path: string
  /** The file is signed, although its address is that of an unsigned file. */
  readonly signedAnyway: boolean
}
export type JudgedIndex = StreamIndex & Judgment
/** A file that an index names: products, or another index. */
export type StreamFile = Judgment & {
  readonly entry: IndexEntry
  /** The number of indexes between it and the first one. MAAS 3.8 reads only the files of the first one. */
  readonly depth: number
  /** Whether MAAS up to 3.7 reaches it: each entry on the way has a format that it follows. */
  readonly followed: boolean
  readonly json: unknown
  readonly signedAnyway: boolean
  readonly lacksSignature: boolean
  /** The products that MAAS imports from it, by the rules of the given reader. */
  readonly products: readonly StreamProduct[]
}

/** The subject of the warning about a source that can be read but offers nothing. */
export const NO_IMAGES = 'no images'

/** The parts that MAAS up to 3.7 and MAAS 3.8 refuse or ignore in this stream, and why. */
export function regionWarnings(index: JudgedIndex, files: readonly StreamFile[]): StreamWarning[] {
  const other = otherServerOf(index.json)
  if (other) {
    return [
      other.endsImports
        ? about([index.path], 'to-3.7', 'ends-imports', other.reason)
        : about([NO_IMAGES], 'to-3.7', 'refuses', other.reason),
      about([index.path], 'from-3.8', 'refuses', other.reason),
    ].filter((warning) => warning !== null)
  }
  const followed = files.filter((file) => file.followed)
  const atTop = files.filter(({ depth }) => depth === 0)
  return [
    ...endsOfImports(index, files),
    ...refusalsOf38(index, atTop),
    ...signedAnyway(index, files),
    ...passedOver(index.json, files),
    ...undeployable(files),
    ...nothingOffered(followed, atTop),
  ].filter((warning) => warning !== null)
}

/** The faults on which MAAS up to 3.7 fails as it reads the source or imports the image, in its order. */
function endsOfImports(index: JudgedIndex, files: readonly StreamFile[]): (StreamWarning | null)[] {
  const met = metTo37(index, files)
  const faults = met.filter(({ error }) => error !== SIGNATURE_MISSING && error !== SIGNED_ANYWAY)
  const [first] = faults
  const others = about(
    faults.map(faultText),
    'to-3.7',
    'ends-imports',
    `Reading this source fails with “${displayText((first?.error ?? '').slice(0, LONGEST_WORDS))}”. Correct the data at the source, or use another source.`,
  )
  const unsigned = about(
    files.filter(({ followed, lacksSignature }) => followed && lacksSignature).map(({ entry }) => entry.path),
    'to-3.7',
    'ends-imports',
    UNSIGNED_FILES,
  )
  return met[0]?.error === SIGNATURE_MISSING ? [unsigned, others] : [others, unsigned]
}

/** The longest quoted message, because it can contain names of the stream. */
const LONGEST_WORDS = 300

const faultText = ({ what, error }: ReadingFault) => `${what}: ${error}`

function refusalsOf38(index: JudgedIndex, files: readonly StreamFile[]): (StreamWarning | null)[] {
  return [
    about(
      files.filter(({ lacksSignature }) => lacksSignature).map(({ entry }) => entry.path),
      'from-3.8',
      'refuses',
      UNSIGNED_FILES,
    ),
    about(
      index.misfits,
      'from-3.8',
      'refuses',
      `MAAS refuses the index of this source with “${INVALID_INDEX}”. Correct the index at the source.`,
    ),
    about(
      files.flatMap(({ entry, misfits }) =>
        [...new Set(misfits)].map((problem) => `${entry.contentId}: ${problem}`),
      ),
      'from-3.8',
      'refuses',
      `MAAS refuses the whole source with “${INVALID_PRODUCTS}” as long as one of its products is not valid. Correct these products at the source.`,
    ),
  ]
}

export const UNSIGNED_FILES =
  'The signed index names unsigned files, but MAAS requires a signature on every file. Sign all files at the source.'

/** The warning about signed files at the address of an unsigned index. */
function signedAnyway(index: StreamIndex, files: readonly StreamFile[]): (StreamWarning | null)[] {
  return [
    about(
      [
        ...(index.signedAnyway ? [index.path] : []),
        ...files.filter((file) => file.signedAnyway).map(({ entry }) => entry.path),
      ],
      'to-3.7',
      'ends-imports',
      'This is the address of an unsigned index (.json), where MAAS cannot read signed files, but these files are signed. Use the address of the source without streams/v1/index.json.',
    ),
  ]
}

const ROOTS = new Set(['squashfs', 'root-image.gz', 'root-tgz', 'root-dd', 'root-dd.gz', 'root-dd.bz2'])

/** Images that MAAS imports, but with which it cannot deploy a machine. */
function undeployable(files: readonly StreamFile[]): (StreamWarning | null)[] {
  const products = files.flatMap((file) => file.products)
  const images = products.filter(({ kind }) => kind === 'image')
  const arches = new Set(images.filter(({ os }) => os === 'ubuntu').map(({ arch }) => arch))
  return [
    about(
      images.filter((product) => !hasRoot(product) || !bootsIfUbuntu(product)).map(({ name }) => name),
      'any',
      'ignores',
      'These products lack a file that machines need (a root file system; for Ubuntu also a kernel and an initrd), so they cannot be deployed.',
    ),
    about(
      missingLoaders(arches, products),
      'any',
      'advises',
      'The source has images for these architectures, but not the bootloader that MAAS uses for them. Machines need a bootloader from another source to boot over the network.',
    ),
    about(
      [...arches].filter((arch) => arch === 'riscv64'),
      'any',
      'advises',
      'MAAS imports these images, but it imports no bootloader for their architecture. Machines need another way to boot.',
    ),
  ]
}

const newestTypes = ({ versions }: StreamProduct) => new Set(versions[0]?.items.map(({ ftype }) => ftype))

const hasRoot = (product: StreamProduct) => [...newestTypes(product)].some((ftype) => ROOTS.has(ftype))

function bootsIfUbuntu(product: StreamProduct): boolean {
  const types = newestTypes(product)
  return product.os !== 'ubuntu' || (types.has('boot-kernel') && types.has('boot-initrd'))
}

/** Architectures that have images but lack the bootloader that they need. */
function missingLoaders(arches: ReadonlySet<string>, products: readonly StreamProduct[]): string[] {
  const there = products.filter(({ kind }) => kind === 'bootloader')
  const served = new Set(
    IMPORTED_BOOTLOADERS.filter(({ os, arch }) =>
      there.some((one) => one.os === os && one.arch === arch),
    ).map(({ machines }) => machines),
  )
  const needed = new Set(IMPORTED_BOOTLOADERS.map(({ machines }) => machines))
  return [...arches].filter((arch) => needed.has(arch) && !served.has(arch))
}

/** Each reader may find different images, or none. */
function nothingOffered(
  followed: readonly StreamFile[],
  atTop: readonly StreamFile[],
): (StreamWarning | null)[] {
  const images = (files: readonly StreamFile[]) =>
    files.flatMap((file) => file.products).filter(({ kind }) => kind === 'image')
  const empty = (files: readonly StreamFile[]) => (images(files).length === 0 ? [NO_IMAGES] : [])
  const withoutUbuntu = (files: readonly StreamFile[]) =>
    images(files).length > 0 && images(files).every(({ os }) => os !== 'ubuntu') ? ['no Ubuntu images'] : []
  return [
    ...aboutBoth(
      empty(followed),
      empty(atTop),
      'refuses',
      'This source offers no images that MAAS imports. Check the address, or use another source.',
    ),
    ...aboutBoth(
      withoutUbuntu(followed),
      withoutUbuntu(atTop),
      'advises',
      'This source offers no Ubuntu images, which MAAS needs for commissioning. MAAS’s own UI refuses it with “Mirror provides no Ubuntu images.”, but imports from it work.',
    ),
  ]
}
