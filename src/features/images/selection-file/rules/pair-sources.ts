import { addressInMaas } from '#streams/simplestreams/address.ts'

type Source = { readonly url: string; readonly keyring_filename: string; readonly keyring_data: string }

/** A source on both sides, or on one of them. */
export type SourcePair<L extends Source, R extends Source> =
  | { readonly left: L; readonly right: R; readonly sameAddress: boolean }
  | { readonly left: L; readonly right: null }
  | { readonly left: null; readonly right: R }

/** The same for addresses that lead to the same index: with and without a slash at the end. */
export function addressKey(url: string): string {
  const address = addressInMaas(url)
  return address ? `${address.root}${address.index}` : url
}

/**
 * The sources of two sides in pairs: those with the same address, and if one source is left on each side, these two
 * as well. In the order of the left side.
 */
export function pairSources<L extends Source, R extends Source>(
  left: readonly L[],
  right: readonly R[],
): SourcePair<L, R>[] {
  const partners = new Map<L, R>()
  const free = new Set(right)
  for (const one of left) {
    const same = [...free].find(({ url }) => addressKey(url) === addressKey(one.url))
    if (!same) continue
    partners.set(one, same)
    free.delete(same)
  }
  const alone = left.filter((one) => !partners.has(one))
  const [one, other] = [alone[0], [...free][0]]
  const oneEach = one && other && alone.length === 1 && free.size === 1
  if (oneEach) partners.set(one, other)
  return [
    ...left.map((source): SourcePair<L, R> => {
      const partner = partners.get(source)
      return partner
        ? { left: source, right: partner, sameAddress: !(oneEach && source === one) }
        : { left: source, right: null }
    }),
    ...(oneEach ? [] : [...free].map((source) => ({ left: null, right: source }))),
  ]
}

/** Whether two sources have the same keyring. Line breaks in base64 do not count. */
export const sameKeyring = (a: Source, b: Source): boolean =>
  a.keyring_filename === b.keyring_filename && plain(a.keyring_data) === plain(b.keyring_data)

export const plain = (base64: string): string => base64.replaceAll(/\s/g, '')
