import { displayText } from '#lib/display-text.ts'
import type { IndexEntry } from './index-file.ts'
import { modelProblems } from './maas-models.ts'
import { isPlainObject } from './plain-object.ts'
import type { Product } from './products.ts'

/** Something in a stream that some MAAS refuses or passes over. */
export type StreamWarning = {
  readonly maas: 'any' | 'to-3.6' | 'from-3.7'
  /** refuses: the whole source. ignores: this part of it. advises: it works, and yet. */
  readonly effect: 'refuses' | 'ignores' | 'advises'
  readonly message: string
  /** Some of what it is about, as the stream names it. */
  readonly names: string[]
  readonly count: number
}
/** One products file of a stream, raw and understood. */
export type StreamFile = {
  readonly path: string
  readonly contentId: string
  readonly datatype: string
  readonly json: unknown
  readonly products: readonly Product[]
}

const MOST_NAMES = 20

/**
 * What MAAS would refuse or ignore in this stream, and why: up to 3.6 (python-simplestreams and its filters), from 3.7
 * on (a client of its own with strict models). Read from the code of 3.5 and of 3.7, and measured.
 */
export function regionWarnings(
  index: {
    readonly json: unknown
    readonly entries: readonly IndexEntry[]
    /** false: the address is that of a .json, and nothing in it is verified. */
    readonly signed: boolean
  },
  files: readonly StreamFile[],
): StreamWarning[] {
  const products = files.flatMap((file) => file.products)
  const images = products.filter(({ kind }) => kind === 'image')
  const ubuntu = images.filter(({ os }) => os === 'ubuntu')
  return [
    about(
      entriesOf(index.json, (datatype) => datatype === 'release-notifications'),
      'from-3.7',
      'refuses',
      'The index lists release notifications; this MAAS then takes the whole index for invalid (“Got invalid data for the index file”).',
    ),
    about(
      entriesOf(index.json, (datatype) => !KNOWN_DATATYPES.has(datatype)),
      'from-3.7',
      'refuses',
      'The index lists a kind of file that this MAAS does not know; it then takes the whole index for invalid.',
    ),
    about(
      files
        .filter(({ datatype }) => datatype !== 'release-notifications')
        .flatMap(({ contentId, json }) => modelProblems(json).map((problem) => `${contentId}: ${problem}`)),
      'from-3.7',
      'refuses',
      'Products do not have the form this MAAS expects; one of them is enough for “Got invalid data for the products file”, and the source is unusable.',
    ),
    about(
      namesOf(ubuntu, ({ name }) => !/:v([23]|3\+platform):/.test(name)),
      'any',
      'ignores',
      'The names of these Ubuntu products hold no :v3:, so MAAS lists them and imports nothing of them.',
    ),
    about(
      namesOf(images, (product) => !hasRoot(product) || !bootsIfUbuntu(product)),
      'any',
      'ignores',
      'These products lack a file that a machine needs (a root file system, and for Ubuntu kernel and initrd), so they cannot be deployed.',
    ),
    about(
      namesOf(products, ({ kind, name }) => kind === 'bootloader' && !name.includes(':1:')),
      'any',
      'ignores',
      'The names of these bootloaders hold no :1:, so MAAS does not import them.',
    ),
    about(
      missingLoaders(ubuntu, products),
      'any',
      'advises',
      'There are images for these architectures, and no bootloader that MAAS uses for them: machines cannot boot over the network from this source alone.',
    ),
    about(
      index.signed ? index.entries.filter(({ path }) => path.endsWith('.json')).map(({ path }) => path) : [],
      'any',
      'refuses',
      'The signed index names unsigned files (.json); MAAS demands a signature of each file and finds none.',
    ),
  ].filter((warning) => warning !== null)
}

const KNOWN_DATATYPES = new Set(['image-ids', 'image-downloads', 'release-notifications'])

function about(
  names: readonly string[],
  maas: StreamWarning['maas'],
  effect: StreamWarning['effect'],
  message: string,
): StreamWarning | null {
  if (names.length === 0) return null
  return { maas, effect, message, names: names.slice(0, MOST_NAMES).map(displayText), count: names.length }
}

const namesOf = (products: readonly Product[], applies: (product: Product) => boolean) =>
  products.filter(applies).map(({ name }) => name)

/** Content ids of the index whose datatype is such a one. */
function entriesOf(index: unknown, applies: (datatype: string) => boolean): string[] {
  const entries = isPlainObject(index) && isPlainObject(index['index']) ? index['index'] : {}
  return Object.entries(entries)
    .filter(([, entry]) => {
      const datatype = isPlainObject(entry) ? entry['datatype'] : undefined
      return applies(typeof datatype === 'string' ? datatype : 'none')
    })
    .map(([contentId]) => contentId)
}

const ROOTS = new Set(['squashfs', 'root-image.gz', 'root-tgz', 'root-dd', 'root-dd.gz', 'root-dd.bz2'])

const newestTypes = ({ versions }: Product) => new Set(versions[0]?.items.map(({ ftype }) => ftype))

const hasRoot = (product: Product) => [...newestTypes(product)].some((ftype) => ROOTS.has(ftype))

function bootsIfUbuntu(product: Product): boolean {
  const types = newestTypes(product)
  return product.os !== 'ubuntu' || (types.has('boot-kernel') && types.has('boot-initrd'))
}

/** The bootloaders MAAS imports (os, arch), and the architectures of machines each is for. */
const LOADERS: readonly (readonly [os: string, arch: string, machines: string])[] = [
  ['pxelinux', 'i386', 'amd64'],
  ['grub-efi-signed', 'amd64', 'amd64'],
  ['grub-efi', 'arm64', 'arm64'],
  ['grub-ieee1275', 'ppc64el', 'ppc64el'],
]

/** Architectures that have images and need a bootloader, and have none. */
function missingLoaders(images: readonly Product[], products: readonly Product[]): string[] {
  const loaders = products.filter(({ kind }) => kind === 'bootloader')
  const served = new Set(
    LOADERS.filter(([os, arch]) => loaders.some((one) => one.os === os && one.arch === arch)).map(
      ([, , machines]) => machines,
    ),
  )
  const needed = new Set(LOADERS.map(([, , machines]) => machines))
  return [...new Set(images.map(({ arch }) => arch))].filter((arch) => needed.has(arch) && !served.has(arch))
}
