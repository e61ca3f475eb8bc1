/**
 * The kernel part of a boot resource's architecture, as MAAS builds it: the subarch, and for ga- and hwe-
 * kernels of another flavour than generic the flavour, before a trailing -edge.
 */
export function kernelName(subarch: string, kflavor: string): string {
  if (kflavor === '' || kflavor === 'generic' || kflavor === subarch) return subarch
  if (!/(ga|hwe)-/.test(subarch)) return subarch
  return subarch.endsWith('-edge')
    ? `${subarch.slice(0, -'-edge'.length)}-${kflavor}-edge`
    : `${subarch}-${kflavor}`
}

/** A kernel's MAAS name in words: "HWE 24.04, low latency, edge". A name of another form stays as it is. */
export function describeKernel(name: string): string {
  if (name === 'generic') return 'Generic'
  const match = /^(?:(.+)-)?(ga|hwe)-([^-]+)((?:-[^-]+)*)$/.exec(name)
  if (!match) return name
  const [, platform, kind = '', release = '', rest = ''] = match
  const extras = rest.split('-').filter((part) => part !== '')
  const words = extras.map((part) => (part === 'lowlatency' ? 'low latency' : part))
  return [`${kind.toUpperCase()} ${release}`, ...words, ...(platform ? [`for ${platform}`] : [])].join(', ')
}
