type Offer = { readonly kernels: readonly { readonly name: string; readonly subarch: string }[] }

/**
 * The kernels of an offer (indexes into its list) that MAAS imports for a choice of subarches: what the choice names,
 * or all of them where MAAS does not filter (3.7 and later).
 */
export function wantedKernels(
  { kernels }: Offer,
  subarches: readonly string[],
  filtered: boolean,
): ReadonlySet<number> {
  const all = !filtered || subarches.includes('*')
  const wanted = new Set<number>()
  for (const [index, { name, subarch }] of kernels.entries()) {
    const named = subarches.includes(subarch) || subarches.includes(name)
    // MAAS gives the name "generic" to the GA kernel
    const ga = subarch.startsWith('ga-') && subarches.includes('generic')
    if (all || named || ga) wanted.add(index)
  }
  return wanted
}
