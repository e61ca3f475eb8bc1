/* Kernels of the demo streams: their names, and the kernels that they support. */

const WORD: Readonly<Record<string, readonly [subarch: string, kflavor: string]>> = {
  'hwe-x-ll': ['hwe-x', 'lowlatency'],
  lpae: ['generic-lpae', 'generic-lpae'],
  highbank: ['highbank', 'highbank'],
}

/**
 * "hwe-ll-edge" of 24.04 is subarch hwe-24.04-edge with flavor lowlatency; any other kernel keeps its own name.
 */
export function kernelOf(word: string, version: string): readonly [subarch: string, kflavor: string] {
  const known = WORD[word]
  if (known) return known
  const match = /^(ga|hwe)(-ll)?(-edge)?$/.exec(word)
  if (!match) return [word, 'generic']
  return [`${match[1]}-${version}${match[3] ?? ''}`, match[2] ? 'lowlatency' : 'generic']
}

/** Every release since 16.04, as kernels name them. */
const RELEASES =
  '16.04 16.10 17.04 17.10 18.04 18.10 19.04 19.10 20.04 20.10 21.04 21.10 22.04 22.10 23.04 23.10 24.04 24.10 25.04 25.10 26.04 26.10'.split(
    ' ',
  )
const LETTERS = 'p q r s t u v w x'.split(' ')
const EDGE_HWE = ['18.10', '19.04', '19.10', '20.04', '22.04', '24.04']
const XENIAL_EDGE = ['16.04', '16.10', '17.04', '17.10', '18.04']

/**
 * The kernels that a product supports, as in MAAS's own list: all older ones. Edge kernels continue with hwe-
 * names after 18.04. A kernel for one platform supports only itself.
 */
export function subarchesOf(subarch: string, version: string, arch: string): string {
  if (!/^(ga|hwe)-/.test(subarch)) return subarch
  const until = (list: readonly string[], last: string) => list.filter((one) => one <= last)
  const named = (kind: string, list: readonly string[]) => list.map((one) => `${kind}-${one}`)
  const generic = arch === 'armhf' ? ['generic', 'highbank'] : ['generic']
  const letter = /^hwe-([p-x])$/.exec(subarch)?.[1]
  const base = [...generic, ...named('hwe', until(LETTERS, letter ?? 'w'))]
  if (letter !== undefined) return base.join(',')
  if (!subarch.endsWith('-edge')) return [...base, ...named('ga', until(RELEASES, version))].join(',')
  if (version === '16.04') return [...base, 'ga-16.04', ...named('hwe', XENIAL_EDGE)].join(',')
  const hwe = until(EDGE_HWE, version === '18.04' ? '19.04' : version)
  return [...base, ...named('ga', until(RELEASES, '18.04')), ...named('hwe', hwe)].join(',')
}
