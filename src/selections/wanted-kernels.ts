/** What a selection takes of an image; `*` in a list means all. */
type Filter = { readonly subarches: readonly string[]; readonly labels: readonly string[] }

type Offer = {
  readonly label: string
  readonly kernels: readonly {
    readonly subarch: string
    readonly labels?: readonly string[] | undefined
  }[]
  readonly kernelsFor?: Readonly<Record<string, readonly number[]>> | undefined
}

/**
 * The kernels of an offer (indexes into its list) that MAAS imports for a selection: those of the subarches and
 * labels that it names, or all of them where MAAS does not filter (3.8 and later).
 */
export function wantedKernels(
  { label, kernels, kernelsFor = {} }: Offer,
  { subarches, labels }: Filter,
  filtered: boolean,
): ReadonlySet<number> {
  const all = kernels.map((_, index) => index)
  if (!filtered) return new Set(all)
  const named = subarches.flatMap((subarch) =>
    Object.hasOwn(kernelsFor, subarch)
      ? (kernelsFor[subarch] ?? [])
      : all.filter((index) => kernels[index]?.subarch === subarch),
  )
  const hasLabel = (index: number) =>
    labels.includes('*') || (kernels[index]?.labels ?? [label]).some((one) => labels.includes(one))
  const chosen = new Set(subarches.includes('*') ? all : named)
  return new Set(all.filter((index) => chosen.has(index) && hasLabel(index)))
}
