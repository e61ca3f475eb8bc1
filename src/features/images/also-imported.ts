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
      // what is listed and not there cannot be imported
      (ticked ? other : seed).offers.get(arch)?.absent === undefined &&
      (ticked ? lists(seed, other, arch) : lists(other, seed, arch)),
  )
  if (others.length === 0) return ''
  const names = others
    .flatMap(({ id }) => sources.find(({ source }) => source.id === id.sourceId) ?? [])
    .map(({ source }) => sourceLabel(source))
    .join(', ')
  return ticked
    ? `MAAS also imports it from ${names}, which lists the same version.`
    : `MAAS also imports it from this source: it is selected from ${names}, and this source lists the same version.`
}

/** What is selected from `from` is listed again at `at`. */
function lists(from: Seed, at: Seed, arch: string): boolean {
  const [selected, other] = [from.offers.get(arch), at.offers.get(arch)]
  return Boolean(selected && other && from.wanted && isListedAgain(selected, from.wanted, other))
}
