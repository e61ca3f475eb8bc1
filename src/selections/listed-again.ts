import { wantedKernels } from './wanted-kernels.ts'

type Kernel = {
  readonly name: string
  readonly subarch: string
  readonly version?: string | undefined
  readonly labels?: readonly string[] | undefined
}
type Offer = Omit<Parameters<typeof wantedKernels>[0], 'kernels'> & {
  readonly version: string
  readonly kernels: readonly Kernel[]
}

/**
 * Whether MAAS up to 3.7 imports an image that is selected from one source from another source as well. It gathers what
 * the selections of all sources match, by product and version, and then imports from each source whatever of that the
 * source lists (filter_version in bootresources.py of 3.4 to 3.7).
 */
export function isListedAgain(
  selected: Offer,
  filter: Parameters<typeof wantedKernels>[1],
  other: Offer,
): boolean {
  const versions = new Map(other.kernels.map(({ name, version }) => [name, version ?? other.version]))
  return [...wantedKernels(selected, filter, true)].some((index) => {
    const kernel = selected.kernels[index]
    return kernel !== undefined && versions.get(kernel.name) === (kernel.version ?? selected.version)
  })
}
