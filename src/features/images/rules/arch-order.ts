import { compareNatural } from '#lib/text/natural-order.ts'

/** The most common architectures first; the rest by name. */
const ORDER: readonly string[] = ['amd64', 'arm64', 'armhf', 'i386', 'ppc64el', 's390x', 'riscv64']

const rank = (arch: string): number => {
  const at = ORDER.indexOf(arch)
  return at < 0 ? ORDER.length : at
}

/** The one order in which architectures are shown and written. */
export const compareArches = (a: string, b: string): number => rank(a) - rank(b) || compareNatural(a, b)
