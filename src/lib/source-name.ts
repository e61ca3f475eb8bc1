/** What people call a boot source: maas.io, maas.io candidate, else its URL. */
export function sourceName(url: string): string {
  const maasIo = /^https?:\/\/images\.maas\.io\/ephemeral-v3\/(stable|candidate)\/?$/.exec(url)
  if (!maasIo) return url
  return maasIo[1] === 'stable' ? 'maas.io' : 'maas.io candidate'
}
