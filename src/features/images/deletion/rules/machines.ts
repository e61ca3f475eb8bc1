import type { MachinesAnswer } from '#contract/machines.ts'
import type { ImageId } from './image-id.ts'

/** MAAS deploys it where a machine names no release. */
export type DefaultRelease = { readonly os: string; readonly release: string }

/** MAAS names the OS of a custom image "custom", unless its name has one. */
const osOf = ({ kind, os }: ImageId): string => (kind === 'uploaded' && os === '' ? 'custom' : os)

/**
 * The machines that are deployed, or being deployed, with an image. A machine without a release has the default one, as
 * in MAAS's own count (get_number_of_nodes_deployed_for).
 */
export function machinesWith(
  image: ImageId,
  counts: MachinesAnswer['counts'],
  standard: DefaultRelease,
): number {
  const os = osOf(image)
  return counts.reduce((sum, one) => {
    const isUnnamed = one.os === '' && one.release === ''
    const { os: itsOs, release } = isUnnamed ? standard : one
    return itsOs === os && release === image.release && one.arch === image.arch ? sum + one.machines : sum
  }, 0)
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * MAAS's own list of the machines with an image. The list takes its filters from the query; `=` before a value means
 * exactly that value. A gateway beside MAAS names it by a loopback address: for a browser elsewhere it is the host of
 * this page.
 * @param page MAAS's list of machines, as the gateway reaches it
 * @param here the host name of this page
 */
export function machineListUrl(page: string, image: ImageId, here: string): string {
  const url = new URL(page)
  if (LOOPBACK.test(url.hostname) && !LOOPBACK.test(here)) url.hostname = here
  url.search = new URLSearchParams({
    status: 'deployed,deploying',
    osystem: `=${osOf(image)}`,
    distro_series: `=${image.release}`,
    arch: image.arch,
  }).toString()
  return url.href
}
