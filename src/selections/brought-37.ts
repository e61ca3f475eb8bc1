import { broughtKernel, loadersOf, selectionsOf } from './brought-resources.ts'
import { filledBy } from './filled.ts'
import {
  type Brought,
  type HeldResource,
  type OfferedArch,
  resourceText,
  selectsByItself,
  type SourceOffer,
  type WantedImages,
} from './source-offer.ts'
import { chosenKernels, type KernelFilter, kernelsOf, labelOf, passes } from './wanted-kernels.ts'

/**
 * Up to 3.7 the first source that offers a subarch with a flavor and a label is the one MAAS reads it from. What it
 * reads fills the boot resources in the order of the sources and streams, so with another label the last one does.
 */
export function broughtTo37(
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
): Map<string, Brought> {
  const brought: Brought[] = []
  const taken = new Set<string>()
  // a single source takes nothing from another one, and its names are many
  const named = sources.length > 1
  for (const source of sources) {
    const read = [...loadersTo37(source), ...imagesTo37(source, named)]
    for (const { specs, one } of read) {
      if (specs.some((spec) => !taken.has(spec))) brought.push(one)
    }
    for (const { specs } of read) for (const spec of specs) taken.add(spec)
  }
  return filledBy(brought, held)
}

/** What a source has for a boot resource, and what MAAS up to 3.7 knows it by: subarch, flavor and label. */
type Read = { readonly specs: readonly string[]; readonly one: Brought }

const loadersTo37 = (source: SourceOffer): Read[] =>
  loadersOf(source).map(({ one, label }) => ({ one, specs: [`${resourceText(one)} ${label}`] }))

function imagesTo37({ id, offer, selections }: SourceOffer, named: boolean): Read[] {
  const everything = selections.length === 0 && !selectsByItself(offer)
  return offer.releases.flatMap(({ os, release, arches }) => {
    const name = `${os}/${release}`
    const selecting: readonly Filter[] = everything ? [ALL] : selectionsOf(selections, os, release)
    return arches.flatMap((arch) => {
      const filters = selecting.filter(({ arches: names }) => passes(names, arch.arch))
      const chosen = new Set(filters.flatMap((filter) => [...chosenKernels(arch, filter, true)]))
      const specs = named && chosen.size > 0 ? specsOf(name, arch, filters) : null
      return [...chosen]
        .sort((a, b) => a - b)
        .flatMap((index): Read[] => {
          const one = broughtKernel(name, arch, index, id)
          const own = specs ? (specs.get(index) ?? []) : [`${name} ${arch.arch} ${index}`]
          return one ? [{ specs: own, one }] : []
        })
    })
  })
}

type Filter = KernelFilter & Pick<WantedImages, 'arches'>
const ALL: Filter = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/** Of each kernel that the filters let through, what it is known by. */
function specsOf(
  name: string,
  offer: OfferedArch,
  filters: readonly KernelFilter[],
): ReadonlyMap<number, string[]> {
  const { arch, kernels, kernelsFor = {} } = offer
  const specs = new Map<number, string[]>()
  const subarches = new Set([...kernels.map(({ subarch }) => subarch), ...Object.keys(kernelsFor)])
  for (const subarch of subarches) {
    for (const index of kernelsOf(offer, subarch)) {
      const kernel = kernels[index]
      if (!kernel) continue
      const label = labelOf(offer, kernel)
      const isWanted = filters.some((one) => passes(one.subarches, subarch) && passes(one.labels, label))
      if (!isWanted) continue
      const own = specs.get(index) ?? []
      own.push(`${name} ${arch} ${subarch} ${kernel.flavour} ${label}`)
      specs.set(index, own)
    }
  }
  return specs
}
