import { sourceLabel } from '#lib/source-name.ts'
import { isListedAgain } from '#selections/listed-again.ts'
import { isTicked } from './selection.ts'
import type { Seed } from './seeds.ts'
import type { TableInput } from './table-input.ts'

/**
 * What MAAS up to 3.7 does with an image beside what is selected here, in a sentence: it imports a selected image from
 * every source that lists the same version. '': nothing.
 */
export function alsoImported(
  { sources, kernelsFiltered }: TableInput,
  seed: Seed,
  same: readonly Seed[],
  arch: string,
): string {
  if (!sources || !kernelsFiltered || same.length < 2) return ''
  const ticked = isTicked(seed.wanted, arch)
  const others = same.filter(
    (other) =>
      other !== seed &&
      isTicked(other.wanted, arch) !== ticked &&
      (ticked ? lists(seed, other, arch) : lists(other, seed, arch)),
  )
  if (others.length === 0) return ''
  const names = others
    .flatMap(({ id }) => sources.find(({ source }) => source.id === id.sourceId) ?? [])
    .map(({ source }) => sourceLabel(source))
    .join(' and ')
  return ticked
    ? `MAAS imports it from ${names} as well, because the same version is listed there.`
    : `MAAS imports it from here as well, because it is selected from ${names} and the same version is listed here.`
}

/** What is selected from `from` is listed again at `at`. */
function lists(from: Seed, at: Seed, arch: string): boolean {
  const [selected, other] = [from.offers.get(arch), at.offers.get(arch)]
  return Boolean(selected && other && from.wanted && isListedAgain(selected, from.wanted, other))
}
