import { capabilitiesOf } from '#selections/maas-version.ts'

export type Rack = {
  readonly systemId: string
  readonly hostname: string
  /** It runs on the machine of the region. */
  readonly onRegion: boolean
  /** It does not have the newest images yet; never from MAAS 3.5 on, where racks hold no images. */
  readonly behind: boolean
}

/** A region controller on another machine, with a disk of its own (MAAS 3.5 to 3.7). */
export type OtherRegion = { readonly systemId: string; readonly hostname: string }

/** The machine that the embedded region runs on. */
export const EMBEDDED = { system_id: 'emb3dd', hostname: 'embedded', fqdn: 'embedded.maas' }

/** The racks of a region at first. Up to MAAS 3.4 they copy the images to their own disks; the second one is slow. */
export const usualRacks = (version: string): Rack[] => [
  { systemId: EMBEDDED.system_id, hostname: EMBEDDED.hostname, onRegion: true, behind: false },
  ...(capabilitiesOf(version).copiesToRacks
    ? [{ systemId: 'emb4ee', hostname: 'far-away', onRegion: false, behind: true }]
    : []),
]
