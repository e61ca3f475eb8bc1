import { displayText } from '#lib/text/display-text.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import type { Ignored, StreamProduct } from '#streams/simplestreams/products.ts'
import { StreamError } from '#streams/stream-error.ts'
import { archOf, type Arch } from './arch-of.ts'
import { groupBy } from './group-by.ts'
import { listedFiles, olderOf, productKey } from './product-parts.ts'
import { releaseName } from '#selections/keys.ts'

type Release = {
  os: string
  release: string
  title: string
  codename: string
  lts: boolean
  version: string
  supportEol: string | null
  arches: Arch[]
}

/** What a source offers, in compact form: the contract's Catalogue without the fields that the gateway adds. */
export type StreamCatalogue = {
  releases: Release[]
  bootloaders: {
    os: string
    type: string
    arch: string
    label: string
    version: string
    product?: string | undefined
    older?: string[] | undefined
    bytes: number
    files: [bytes: number, sum: string, name: string][]
  }[]
  notifications: { name: string; version: string }[]
  ignored: Ignored[]
}

/** The most subarches that all products together may list. The list of maas.io has about 4,000. */
export const MOST_SUBARCHES = 200_000

/**
 * Groups products into releases, architectures and kernels, and counts every file once by its path.
 * @throws StreamError if MAAS selects kernels by subarch and the products list too many subarches
 */
export function catalogueOf(
  products: readonly StreamProduct[],
  ignored: readonly Ignored[],
  reader: StreamReader = 'to-3.7',
): StreamCatalogue {
  const images = products.filter((product) => product.kind === 'image')
  if (reader === 'to-3.7') refuseTooManySubarches(images)
  const releases = groupBy(images, (product) => releaseName(product))
  return {
    releases: [...releases.values()].map((release) => releaseOf(release, reader)),
    bootloaders: products.filter(({ kind }) => kind === 'bootloader').map((one) => bootloaderOf(one, reader)),
    notifications: products
      .filter((product) => product.kind === 'notification')
      .map(({ name, versions }) => ({ name: displayText(name), version: versions[0]?.version ?? '' })),
    ignored: [...ignored],
  }
}

/**
 * Without `kernelsFor` a catalogue would show no kernels for a subarch such as `generic`, although MAAS imports
 * some. So a source for which that list gets too long is refused as a whole.
 */
function refuseTooManySubarches(images: readonly StreamProduct[]): void {
  const count = images.reduce((sum, { subarches }) => sum + subarches.length, 0)
  if (count <= MOST_SUBARCHES) return
  throw new StreamError(
    `Its products list ${count} subarches in total; at most ${MOST_SUBARCHES} are supported.`,
  )
}

function releaseOf(products: readonly StreamProduct[], reader: StreamReader): Release {
  const first = products[0]
  if (!first) throw new Error('A release has at least one product.')
  const { os, release, codename, version } = first
  const title = first.releaseTitle
  return {
    os,
    release,
    title,
    codename,
    // MAAS itself recognizes an LTS by this suffix
    lts: title.endsWith(' LTS'),
    version,
    supportEol: products.reduce<string | null>(
      (latest, { supportEol }) =>
        supportEol !== null && (latest === null || supportEol > latest) ? supportEol : latest,
      null,
    ),
    arches: [...groupBy(products, (product) => product.arch).values()].map((arch) => archOf(arch, reader)),
  }
}

function bootloaderOf(product: StreamProduct, reader: StreamReader): StreamCatalogue['bootloaders'][number] {
  const { os, bootloaderType, arch, label, versions } = product
  const files = listedFiles(product)
  return {
    os,
    type: bootloaderType ?? '',
    arch,
    label,
    version: versions[0]?.version ?? '',
    ...(reader === 'to-3.7' && { product: productKey(product) }),
    ...olderOf(product),
    bytes: files.reduce((sum, [size]) => sum + size, 0),
    files,
  }
}
