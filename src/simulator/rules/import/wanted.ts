import type { StreamProduct, ProductVersion } from '#streams/simplestreams/products.ts'
import { kernelsBySubarch } from '#streams/catalogue/kernels-by-subarch.ts'
import type { Selection, WantedProduct } from '#simulator/state/state.ts'
import { resourceText } from '#selections/source-offer.ts'
import { releaseName } from '#selections/keys.ts'
import { passes } from '#selections/wanted.ts'

/* Which products of its sources an import downloads, up to 3.7. */

/** The boot resource a product becomes: MAAS holds one per name and architecture. */
export function resourceKey(product: StreamProduct): { name: string; architecture: string } {
  if (product.kind === 'bootloader')
    return {
      name: releaseName({ os: product.os, release: product.bootloaderType ?? '' }),
      architecture: `${product.arch}/generic`,
    }
  return { name: releaseName(product), architecture: `${product.arch}/${product.kernel}` }
}

/**
 * What MAAS up to 3.7 imports, in its order. It gathers what the selections of all sources match, by content id,
 * product and version, and then each source supplies the newest of its versions among these, even if it was selected
 * from another source (download_all_boot_resources). Several may fill one boot resource. Bootloaders are always
 * imported.
 * @param offers by source id, in the order in which MAAS has read the sources
 */
export function wantedProducts(
  offers: ReadonlyMap<number, readonly StreamProduct[]>,
  selections: readonly Selection[],
): WantedProduct[] {
  const sources = [...offers]
  const triples = matchedTriples(sources, selections)
  return sources.flatMap(([sourceId, products]) =>
    loadersFirst(products).flatMap((product) => {
      const version = product.versions.find((one) => triples.has(tripleOf(product, one)))
      return version === undefined ? [] : [{ product, version, sourceId }]
    }),
  )
}

const loadersFirst = (products: readonly StreamProduct[]) =>
  ['bootloader', 'image'].flatMap((kind) => products.filter((product) => product.kind === kind))

const tripleOf = ({ contentId, name }: StreamProduct, { version }: ProductVersion): string =>
  `${contentId} ${name} ${version}`

/**
 * What the selections match. Each subarch, flavor and label belongs to the source that is read first of those that offer
 * it (boot_merge).
 */
function matchedTriples(
  sources: readonly (readonly [id: number, products: readonly StreamProduct[]])[],
  selections: readonly Selection[],
): ReadonlySet<string> {
  const triples = new Set<string>()
  const taken = new Set<string>()
  for (const [sourceId, products] of sources) {
    const own = selections.filter((selection) => selection.sourceId === sourceId)
    const specs = specsOf(
      products.filter(({ versions }) => versions.length > 0),
      own,
    )
    for (const [spec, product] of specs) {
      const [newest] = product.versions
      if (newest && !taken.has(spec)) triples.add(tripleOf(product, newest))
      taken.add(spec)
    }
  }
  return triples
}

/** The products of one source that pass its selections, by the key under which MAAS stores them. */
function specsOf(
  products: readonly StreamProduct[],
  selections: readonly Selection[],
): Map<string, StreamProduct> {
  const specs = new Map<string, StreamProduct>()
  for (const product of products) {
    if (product.kind === 'bootloader')
      specs.set(`${resourceText(resourceKey(product))} ${product.label}`, product)
  }
  const chosen = new Map(selections.map((selection) => [releaseName(selection), selection]))
  const everything = selections.length === 0 && !selectsByItself(products)
  for (const [release, images] of imagesByRelease(products)) {
    const selection = everything ? ALL : chosen.get(release)
    if (selection === undefined) continue
    for (const [spec, product] of imageSpecs(release, images, selection)) specs.set(spec, product)
  }
  return specs
}

type Filter = Pick<Selection, 'arches' | 'subarches' | 'labels'>
const ALL: Filter = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/**
 * MAAS up to 3.7 selects bootloaders and release notifications automatically; where a source has none of them and no
 * selection, the list of its filters is empty, and everything passes (image_passes_filter).
 */
const selectsByItself = (products: readonly StreamProduct[]): boolean =>
  products.some(({ kind }) => kind === 'bootloader' || kind === 'notification')

function imagesByRelease(products: readonly StreamProduct[]): Map<string, StreamProduct[]> {
  const releases = new Map<string, StreamProduct[]>()
  for (const product of products) {
    if (product.kind !== 'image') continue
    const release = releaseName(product)
    const images = releases.get(release)
    if (images === undefined) releases.set(release, [product])
    else images.push(product)
  }
  return releases
}

/** Of one release. A flavor (low latency) cannot be filtered: it comes with its subarch. */
function imageSpecs(
  release: string,
  images: readonly StreamProduct[],
  { arches, subarches, labels }: Filter,
): [spec: string, product: StreamProduct][] {
  const specs: [string, StreamProduct][] = []
  for (const arch of new Set(images.map((product) => product.arch))) {
    if (!passes(arches, arch)) continue
    for (const [subarch, bearers] of kernelsBySubarch(images.filter((product) => product.arch === arch))) {
      if (!passes(subarches, subarch)) continue
      for (const product of bearers) {
        if (!passes(labels, product.label)) continue
        specs.push([`${release} ${arch} ${subarch} ${product.kflavor} ${product.label}`, product])
      }
    }
  }
  return specs
}
