import { isPlainObject } from '#streams/json/plain-object.ts'

/** Image servers of other programs that use the same format, and why MAAS cannot use them. */
export type OtherServer = {
  readonly reason: string
  /** The effect on MAAS up to 3.7: it fails and ends all imports, or it finds nothing to import. */
  readonly endsImports: boolean
}

const LXD: OtherServer = {
  reason:
    'This is an image server for LXD or Incus. Its images are containers and virtual machines, which MAAS cannot deploy to machines. Use the address of a MAAS image stream, such as maas.io or a mirror of it.',
  endsImports: true,
}
const JUJU: OtherServer = {
  reason:
    'This is a Juju server. It offers Juju programs, not images. Use the address of a MAAS image stream, such as maas.io or a mirror of it.',
  endsImports: true,
}
const CLOUD: OtherServer = {
  reason:
    'This is an Ubuntu cloud image server. Its images are made for clouds, so MAAS imports no images from it. Use the address of a MAAS image stream, such as maas.io or a mirror of it.',
  endsImports: false,
}
const INSTALLATION: OtherServer = {
  reason:
    'This server offers Ubuntu installation media (ISO files). MAAS imports no images from it. Use the address of a MAAS image stream, such as maas.io or a mirror of it.',
  endsImports: false,
}

/**
 * The names of files and products on each server. Juju: agents and tools (also of custom streams), its GUI and
 * its dashboard. Clouds: cloud-images.ubuntu.com. The streams that Juju writes for a private cloud
 * (`com.ubuntu.cloud:custom`) name no OS, which ends all imports up to 3.7, so they are read like any stream.
 * Installation media: releases.ubuntu.com and cdimage.ubuntu.com, whose names contain the OS; MAAS ignores them
 * only because of its "ubuntu".
 */
const BY_NAMES: readonly (readonly [pattern: RegExp, server: OtherServer])[] = [
  [/^com\.ubuntu\.cloud[.:](?!custom$)/, CLOUD],
  [/(^|[.:])juju[.:]|^com\.canonical\.streams:([^:]+:)?(gui|dashboard)$/, JUJU],
  [/^com\.ubuntu\.(releases|cdimage(\.[a-z]+)?):[a-z-]*ubuntu[a-z-]*(:|$)/, INSTALLATION],
]

/** The kind of server that an index belongs to; null if it is not a known one. */
export function otherServerOf(index: unknown): OtherServer | null {
  const entries = isPlainObject(index) && isPlainObject(index['index']) ? Object.entries(index['index']) : []
  if (entries.length === 0) return null
  const names = entries.flatMap(([contentId, entry]) => [
    contentId,
    ...(isPlainObject(entry) && Array.isArray(entry['products']) ? entry['products'].slice(0, 50) : []),
  ])
  const known = BY_NAMES.find(([pattern]) =>
    names.every((name) => typeof name === 'string' && pattern.test(name)),
  )
  return known?.[1] ?? (entries.length === 1 && isLxd(entries[0]) ? LXD : null)
}

/** LXD and Incus: content id "images", products such as "ubuntu:noble:amd64:default", none with a name for MAAS. */
function isLxd([contentId, entry]: [string, unknown] = ['', null]): boolean {
  if (contentId !== 'images' || !isPlainObject(entry) || entry['datatype'] !== 'image-downloads') return false
  const products: unknown[] = Array.isArray(entry['products']) ? entry['products'] : []
  return (
    products.length > 0 &&
    products.every((name) => typeof name === 'string' && LXD_PRODUCT.test(name) && !/:(v\d.*|1):/.test(name))
  )
}

const LXD_PRODUCT = /^[a-z0-9.+ -]+:[^:]+:[^:]+:[^:]+$/i
