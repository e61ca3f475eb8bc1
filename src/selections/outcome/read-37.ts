import { knownText } from './held-files.ts'
import { selectionsOfRelease } from './image-of.ts'
import { type Listed, listedKernel, listedLoader, listedOverruled } from './listed.ts'
import { type OfferedArch, type SourceOffer, selectsByItself } from '#selections/source-offer.ts'
import { chosenKernels, kernelsOf, kernelLabel, productOf } from '#selections/wanted-kernels.ts'
import { type WantedRelease, passes } from '#selections/wanted.ts'
import { imageName, releaseName } from '#selections/keys.ts'

/*
 * What MAAS up to 3.7 reads of its sources, in two rounds. The first round collects what the selections match, by
 * content id, product and version (download_all_image_descriptions, map_products). In the second round, every source,
 * with or without selections, delivers the newest of its versions that is among these (download_all_boot_resources,
 * filter_version).
 */

/** In the order of the sources and their streams. */
export function readTo37(sources: readonly SourceOffer[]): Listed[] {
  const triples = triplesOf(sources)
  const found = sources.flatMap(({ offer }) =>
    productsOf(offer).flatMap((one): { one: Product; older?: string }[] => {
      if (triples.has(one.newest.triple)) return [{ one }]
      const older = one.older.find((version) => triples.has(tripleOf(one.product, version)))
      return older === undefined ? [] : [{ one, older }]
    }),
  )
  const newest = new Map(
    found.flatMap(({ one: { newest }, older }) =>
      older === undefined ? [[newest.triple, newest.listed] as const] : [],
    ),
  )
  return found.map(({ one, older }) => {
    if (older === undefined) return one.newest.listed
    // an older version is read because it is the newest of another source, so its files are assumed to be the same
    const files = newest.get(tripleOf(one.product, older))?.files ?? []
    return { ...one.newest.listed, version: older, files }
  })
}

/**
 * Whether there is one source, and it lists each boot resource once. Then what a region holds shows what its running
 * import reads. Of several sources, one can select what only another one lists.
 */
export function listEachOnce(sources: readonly SourceOffer[]): boolean {
  const [only, ...others] = sources
  if (!only || others.length > 0) return false
  const keys = productsOf(only.offer).map(({ newest }) => knownText(newest.listed))
  return new Set(keys).size === keys.length
}

const tripleOf = (product: string, version: string): string => `${product} ${version}`

type Offer = SourceOffer['offer']

/** A product of a source. */
type Product = {
  readonly product: string
  readonly newest: { readonly triple: string; readonly listed: Listed }
  readonly older: readonly string[]
}

/** Cached, because every draft needs what a source offers. */
const products = new WeakMap<Offer, readonly Product[]>()

function productsOf(offer: Offer): readonly Product[] {
  const known = products.get(offer)
  if (known) return known
  const made = [...loadersOf(offer), ...imagesOf(offer)]
  products.set(offer, made)
  return made
}

const loadersOf = (offer: Offer): (Product & { spec: string })[] =>
  offer.bootloaders.map((loader) => {
    const { os, type, arch, label = '', version, older = [] } = loader
    const spec = `${imageName({ os, release: type }, arch)} ${label}`
    const product = loader.product ?? spec
    return {
      spec,
      product,
      older,
      newest: { triple: tripleOf(product, version), listed: listedLoader(loader) },
    }
  })

const imagesOf = (offer: Offer): Product[] =>
  offer.releases.flatMap(({ os, release, arches }) => {
    const name = releaseName({ os, release })
    return arches.flatMap((arch) => [
      ...arch.kernels.flatMap((kernel, index) => {
        const product = productOfKernel(name, arch, index)
        const listed = listedKernel(name, arch, kernel, index)
        const triple = tripleOf(product, listed.version)
        return [
          ...overruledAt(name, arch, index),
          { product, older: kernel.older ?? [], newest: { triple, listed } },
        ]
      }),
      ...overruledAt(name, arch, arch.kernels.length),
    ])
  })

/** Products that no selection of their own source matches, but that a selection of another source can match. */
const overruledAt = (name: string, { arch, overruled = [] }: OfferedArch, place: number): Product[] =>
  overruled
    .filter(({ after }) => after === place)
    .map((one) => ({
      product: one.product,
      older: one.older ?? [],
      newest: {
        triple: tripleOf(one.product, one.version),
        listed: listedOverruled(name, arch, one),
      },
    }))

/** @param name `ubuntu/noble` */
function productOfKernel(name: string, offer: OfferedArch, index: number): string {
  const kernel = offer.kernels[index]
  if (!kernel) return ''
  return kernel.product ?? `${name} ${offer.arch} ${productOf(offer, kernel)}`
}

/**
 * What the selections match: the first source that offers a subarch with a flavor and a label is used for it
 * (boot_merge).
 */
function triplesOf(sources: readonly SourceOffer[]): ReadonlySet<string> {
  const triples = new Set<string>()
  const taken = new Set<string>()
  // a single source needs no comparison with others, and building its many names would take long
  const named = sources.length > 1
  for (const source of sources) {
    const own = new Map<string, string>()
    for (const { spec, newest } of loadersOf(source.offer)) own.set(spec, newest.triple)
    for (const [spec, triple] of imageSpecs(source, named)) own.set(spec, triple)
    for (const [spec, triple] of own) {
      if (!taken.has(spec)) triples.add(triple)
      taken.add(spec)
    }
  }
  return triples
}

type Filter = Pick<WantedRelease, 'arches' | 'subarches' | 'labels'>
const EVERYTHING: readonly Filter[] = [{ arches: ['*'], subarches: ['*'], labels: ['*'] }]

/**
 * What the selections of a source match, by the identity that MAAS uses. @param named false: any unique names suffice
 */
function imageSpecs({ offer, selections }: SourceOffer, named: boolean): Spec[] {
  const everything = selections.length === 0 && !selectsByItself(offer)
  return offer.releases.flatMap((release) => {
    const selecting = everything ? EVERYTHING : selectionsOfRelease(selections, release.os, release.release)
    if (selecting.length === 0) return []
    const last = lastSpecs.get(release)
    if (last?.named === named && sameElements(last.selecting, selecting)) return last.specs
    const specs = selecting.flatMap((filter) => releaseSpecs(release, filter, named))
    lastSpecs.set(release, { named, selecting, specs })
    return specs
  })
}

type Release = Offer['releases'][number]
type Spec = readonly [spec: string, triple: string]

/**
 * The last match for a release is cached: a draft changes only a few of hundreds, and every selected box needs a
 * forecast.
 */
const lastSpecs = new WeakMap<
  Release,
  { readonly named: boolean; readonly selecting: readonly Filter[]; readonly specs: readonly Spec[] }
>()

const sameElements = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])

function releaseSpecs({ os, release, arches }: Release, filter: Filter, named: boolean): Spec[] {
  const name = releaseName({ os, release })
  return arches
    .filter(({ arch }) => passes(filter.arches, arch))
    .flatMap((arch) =>
      (named ? specsOf(arch, filter) : chosenOf(arch, filter)).map(([index, spec]): Spec => [
        `${name} ${arch.arch} ${spec}`,
        tripleOf(productOfKernel(name, arch, index), arch.kernels[index]?.version ?? arch.version),
      ]),
    )
}

const chosenOf = (arch: OfferedArch, filter: Filter): [index: number, spec: string][] =>
  [...chosenKernels(arch, filter, true)].map((index) => [index, String(index)])

/** Subarch, flavor and label of the kernels that pass a filter. */
function specsOf(offer: OfferedArch, filter: Filter): [index: number, spec: string][] {
  const { kernels, kernelsFor = {} } = offer
  const subarches = new Set([...kernels.map(({ subarch }) => subarch), ...Object.keys(kernelsFor)])
  return [...subarches]
    .filter((subarch) => passes(filter.subarches, subarch))
    .flatMap((subarch) =>
      kernelsOf(offer, subarch).flatMap((index): [number, string][] => {
        const kernel = kernels[index]
        const label = kernel && kernelLabel(offer, kernel)
        if (!kernel || label === undefined || !passes(filter.labels, label)) return []
        return [[index, `${subarch} ${kernel.flavour} ${label}`]]
      }),
    )
}
