/**
 * The kernel part of a boot resource's architecture, as MAAS builds it: the subarch, and for ga- and hwe-
 * kernels of a flavor other than generic the flavor, before a trailing -edge.
 */
export function kernelName(subarch: string, kflavor: string): string {
  if (kflavor === '' || kflavor === 'generic' || subarch.includes(kflavor)) return subarch
  if (!/(ga|hwe)-/.test(subarch)) return subarch
  return subarch.endsWith('-edge')
    ? `${subarch.slice(0, -'-edge'.length)}-${kflavor}-edge`
    : `${subarch}-${kflavor}`
}

/**
 * A kernel's MAAS name in words: "HWE 24.04, low latency, edge". A name of another form is not changed. MAAS
 * reads [platform-](ga|hwe)-release[-flavor][-edge] and hwe-edge-release.
 */
export function describeKernel(name: string): string {
  if (name === 'generic') return 'Generic'
  const match = /^(?:(.+?)-)?(ga|hwe)-(edge-)?([^-]+)(?:-(?!edge$)(.+?))?(-edge)?$/.exec(name)
  if (!match) return name
  const [, platform, kind = '', edgeFirst, release = '', flavour, edge] = match
  return [
    `${kind.toUpperCase()} ${release}`,
    flavour === 'lowlatency' ? 'low latency' : flavour,
    (edgeFirst ?? edge) && 'edge',
    platform && `for ${platform}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}
