import { hasAll, passes, type Wanted } from './wanted.ts'
/** Which kernels and labels of an image a selection takes. */
export type KernelFilter = Pick<Wanted, 'subarches' | 'labels'>

type OfferedKernel = {
  readonly name: string
  readonly subarch: string
  readonly version?: string | undefined
  readonly label?: string | undefined
  readonly product?: string | undefined
  readonly older?: readonly string[] | undefined
}
type Offer = {
  readonly label: string
  readonly version: string
  readonly kernels: readonly OfferedKernel[]
  readonly kernelsFor?: Readonly<Record<string, readonly number[]>> | undefined
}

/** The label of a kernel: its own, or that of its image. */
export const kernelLabel = ({ label }: Pick<Offer, 'label'>, kernel: OfferedKernel): string =>
  kernel.label ?? label

/**
 * What identifies the product of a kernel across sources in MAAS up to 3.7; without it, name and label stand
 * for it.
 */
export const productOf = (offer: Pick<Offer, 'label'>, kernel: OfferedKernel): string =>
  kernel.product ?? `${kernel.name} ${kernelLabel(offer, kernel)}`

/** The versions of a kernel that a source lists, the newest one first. */
export const versionsOf = (offer: Pick<Offer, 'version'>, kernel: OfferedKernel): readonly string[] => [
  kernel.version ?? offer.version,
  ...(kernel.older ?? []),
]

/**
 * The kernels of an offer (indexes into its list) that MAAS reads for a selection: those of the subarches and
 * labels that it names, or all of them if MAAS does not filter (3.8 and later).
 */
export function chosenKernels(
  offer: Offer,
  { subarches, labels }: KernelFilter,
  filtered: boolean,
): ReadonlySet<number> {
  const { kernels } = offer
  const all = kernels.map((_, index) => index)
  if (!filtered) return new Set(all)
  const named = new Set(hasAll(subarches) ? all : subarches.flatMap((subarch) => kernelsOf(offer, subarch)))
  return new Set(
    kernels.flatMap((kernel, index) =>
      named.has(index) && passes(labels, kernelLabel(offer, kernel)) ? [index] : [],
    ),
  )
}

/** The kernels that MAAS up to 3.7 reads for a subarch, with any label. */
export function kernelsOf({ kernels, kernelsFor = {} }: Offer, subarch: string): readonly number[] {
  if (Object.hasOwn(kernelsFor, subarch)) return kernelsFor[subarch] ?? []
  return kernels.flatMap((kernel, index) => (kernel.subarch === subarch ? [index] : []))
}

/**
 * The kernels that fill the boot resources of a selection. Several labels of a kernel share one boot resource.
 * The last label that the selection lets through fills it.
 */
export function wantedKernels(offer: Offer, filter: KernelFilter, filtered: boolean): ReadonlySet<number> {
  const last = new Map<string, number>()
  for (const index of chosenKernels(offer, filter, filtered)) {
    last.set(offer.kernels[index]?.name ?? '', index)
  }
  return new Set([...last.values()].sort((a, b) => a - b))
}

/**
 * The newest version among these kernels: not every kernel gets the newest one of its image. '' if there are
 * none.
 */
export const newestKernelVersion = ({ kernels, version }: Offer, indexes: Iterable<number>): string =>
  [...indexes]
    .map((index) => kernels[index]?.version ?? version)
    .reduce((newest, one) => (one > newest ? one : newest), '')

/**
 * Whether an import of an image with one of these labels fails, because the source lacks a file. @param labels
 * labels of a selection; `*` if MAAS does not filter
 */
export const isAbsent = (
  { absent }: { readonly absent?: true | readonly string[] | undefined },
  labels: readonly string[],
): boolean => absent === true || (absent !== undefined && absent.some((label) => passes(labels, label)))
