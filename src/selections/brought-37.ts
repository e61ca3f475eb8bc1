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
    if (!named)
      return filledBy(
        read.map(({ one }) => one),
        held,
      )
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
  return offer.releases.flatMap((release) => {
    const selecting = everything ? EVERYTHING : selectionsOf(selections, release.os, release.release)
    if (selecting.length === 0) return []
    const last = lastRead.get(release)
    if (last?.id === id && last.named === named && sameElements(last.selecting, selecting)) return last.read
    const read = releaseTo37(release, selecting, { id, named })
    lastRead.set(release, { id, named, selecting, read })
    return read
  })
}

type Release = SourceOffer['offer']['releases'][number]
type How = { readonly id: number; readonly named: boolean }

/** What was last read of a release: a draft changes few of hundreds, and is forecast at each box that is selected. */
const lastRead = new WeakMap<
  Release,
  How & { readonly selecting: readonly Filter[]; readonly read: readonly Read[] }
>()

const sameElements = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])

function releaseTo37(
  { os, release, arches }: Release,
  selecting: readonly Filter[],
  { id, named }: How,
): Read[] {
  const name = `${os}/${release}`
  return arches.flatMap((arch) => {
    const filters = selecting.filter(({ arches: names }) => passes(names, arch.arch))
    const chosen = new Set(filters.flatMap((filter) => [...chosenKernels(arch, filter, true)]))
    const specs = named && chosen.size > 0 ? specsOf(name, arch, filters) : null
    return [...chosen]
      .sort((a, b) => a - b)
      .flatMap((index): Read[] => {
        const one = broughtKernel(name, arch, index, id)
        return one ? [{ specs: specs?.get(index) ?? NO_SPECS, one }] : []
      })
  })
}

type Filter = KernelFilter & Pick<WantedImages, 'arches'>
const EVERYTHING: readonly Filter[] = [{ arches: ['*'], subarches: ['*'], labels: ['*'] }]
const NO_SPECS: readonly string[] = []

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
