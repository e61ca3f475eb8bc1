import { selectionsOf } from './image-of.ts'
import { type OfferedArch, type SourceOffer, selectsByItself, type WantedImages } from './source-offer.ts'
import { chosenKernels, kernelsOf, labelOf, passes, productOf } from './wanted-kernels.ts'

/*
 * What MAAS up to 3.7 reads of its sources, in two rounds. The first one finds out what the selections match, by content
 * id, product and version (download_all_image_descriptions, map_products). In the second round each source, selected
 * from or not, gives the newest of its versions that is among these (download_all_boot_resources, filter_version).
 */

export type ListedFile = { readonly name: string; readonly sum: string; readonly bytes: number }
/** A version of a product that a source has for a boot resource. */
export type Listed = {
  readonly name: string
  readonly architecture: string
  readonly version: string
  readonly files: readonly ListedFile[]
}

/** In the order of the sources and their streams. */
export function readTo37(sources: readonly SourceOffer[]): Listed[] {
  const triples = triplesOf(sources)
  const found = sources.flatMap((source) =>
    productsOf(source).flatMap((one) => {
      const version = [one.version, ...one.older].find((each) => triples.has(tripleOf(one.product, each)))
      return version === undefined ? [] : [{ one, version }]
    }),
  )
  const newest = new Map(
    found.flatMap(({ one, version }) =>
      version === one.version ? [[tripleOf(one.product, version), one.files()] as const] : [],
    ),
  )
  return found.map(({ one, version }) => ({
    name: one.name,
    architecture: one.architecture,
    version,
    // an older version is here because it is the newest of another source, and its files are taken to be those
    files: (version === one.version ? one.files() : newest.get(tripleOf(one.product, version))) ?? [],
  }))
}

const tripleOf = (product: string, version: string): string => `${product} ${version}`

/** A product of a source; its files are made when they are needed. */
type Product = Pick<Listed, 'name' | 'architecture' | 'version'> & {
  readonly product: string
  readonly older: readonly string[]
  readonly files: () => readonly ListedFile[]
}

const productsOf = (source: SourceOffer): Product[] => [...loadersOf(source), ...imagesOf(source)]

const loadersOf = ({ offer }: SourceOffer): (Product & { spec: string })[] =>
  offer.bootloaders.map((loader) => {
    const { os, type, arch, label = '', version, older = [], files = [] } = loader
    const spec = `${os}/${type} ${arch} ${label}`
    return {
      spec,
      name: `${os}/${type}`,
      architecture: `${arch}/generic`,
      product: loader.product ?? spec,
      version,
      older,
      files: () => files.map(([bytes, sum, name = sum]) => ({ name, sum, bytes })),
    }
  })

const imagesOf = ({ offer }: SourceOffer): Product[] =>
  offer.releases.flatMap(({ os, release, arches }) =>
    arches.flatMap((arch) =>
      arch.kernels.map((kernel, index) => ({
        name: `${os}/${release}`,
        architecture: `${arch.arch}/${kernel.name}`,
        product: productOfKernel(`${os}/${release}`, arch, index),
        version: kernel.version ?? arch.version,
        older: kernel.older ?? [],
        files: () => filesOf(`${os}/${release}`, arch, index),
      })),
    ),
  )

/** @param name `ubuntu/noble` */
function productOfKernel(name: string, offer: OfferedArch, index: number): string {
  const kernel = offer.kernels[index]
  if (!kernel) return ''
  return kernel.product ?? `${name} ${offer.arch} ${productOf(offer, kernel)}`
}

const filesOf = (release: string, { arch, files }: OfferedArch, index: number): ListedFile[] =>
  files
    .filter(([, users]) => users.includes(index))
    .map(([bytes, users, sum, name]) => {
      // a file whose sum is not known is taken for one that is nowhere else
      const known = sum ?? `${release} ${arch} ${users.join()} ${bytes}`
      return { name: name ?? known, sum: known, bytes }
    })

/** What the selections match: the first source that offers a subarch with a flavor and a label has it (boot_merge). */
function triplesOf(sources: readonly SourceOffer[]): ReadonlySet<string> {
  const triples = new Set<string>()
  const taken = new Set<string>()
  // a single source takes nothing from another one, and its names are many
  const named = sources.length > 1
  for (const source of sources) {
    const own = new Map<string, string>()
    for (const { spec, product, version } of loadersOf(source)) own.set(spec, tripleOf(product, version))
    for (const [spec, triple] of imageSpecs(source, named)) own.set(spec, triple)
    for (const [spec, triple] of own) {
      if (!taken.has(spec)) triples.add(triple)
      taken.add(spec)
    }
  }
  return triples
}

type Filter = Pick<WantedImages, 'arches' | 'subarches' | 'labels'>
const ALL: Filter = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/** By what MAAS knows them by, what the selections of a source match. @param named false: any names will do */
function imageSpecs({ offer, selections }: SourceOffer, named: boolean): [spec: string, triple: string][] {
  const everything = selections.length === 0 && !selectsByItself(offer)
  return offer.releases.flatMap(({ os, release, arches }) => {
    const name = `${os}/${release}`
    const selecting: readonly Filter[] = everything ? [ALL] : selectionsOf(selections, os, release)
    return arches.flatMap((arch) => {
      const filters = selecting.filter(({ arches: names }) => passes(names, arch.arch))
      const version = (index: number) => arch.kernels[index]?.version ?? arch.version
      return filters.flatMap((filter) =>
        (named ? specsOf(arch, filter) : chosenOf(arch, filter)).map(([index, spec]): [string, string] => [
          `${name} ${arch.arch} ${spec}`,
          tripleOf(productOfKernel(name, arch, index), version(index)),
        ]),
      )
    })
  })
}

const chosenOf = (arch: OfferedArch, filter: Filter): [index: number, spec: string][] =>
  [...chosenKernels(arch, filter, true)].map((index) => [index, String(index)])

/** Subarch, flavor and label of the kernels that a filter lets through. */
function specsOf(offer: OfferedArch, filter: Filter): [index: number, spec: string][] {
  const { kernels, kernelsFor = {} } = offer
  const subarches = new Set([...kernels.map(({ subarch }) => subarch), ...Object.keys(kernelsFor)])
  return [...subarches]
    .filter((subarch) => passes(filter.subarches, subarch))
    .flatMap((subarch) =>
      kernelsOf(offer, subarch).flatMap((index): [number, string][] => {
        const kernel = kernels[index]
        const label = kernel && labelOf(offer, kernel)
        if (!kernel || label === undefined || !passes(filter.labels, label)) return []
        return [[index, `${subarch} ${kernel.flavour} ${label}`]]
      }),
    )
}
