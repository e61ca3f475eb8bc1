import type { sha256 } from '@noble/hashes/sha2.js'
import type { StreamProduct, ProductVersion } from '#streams/simplestreams/products.ts'
import type { Clock } from './clock.ts'
import type { Machine } from './machines.ts'
import type { OtherRegion, Rack } from './racks.ts'
import type { State38 } from '#simulator/rules38/state38.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'

/* The complete state of a region. The rules are functions on it. */

export type Source = {
  id: number
  url: string
  keyringFilename: string
  /** Null if the keyring is a file of the region. */
  keyringData: Uint8Array | null
  /** The fields of MAAS 3.8, see source-ranks.ts; earlier versions neither show nor use these four. */
  name: string
  priority: number
  enabled: boolean
  skipsVerification: boolean
  created: number
  updated: number
}

export type Selection = {
  id: number
  sourceId: number
  os: string
  release: string
  arches: string[]
  subarches: string[]
  labels: string[]
}

export type HeldFile = {
  filename: string
  filetype: string
  sha256: string
  size: number
  /** The upload that supplies it; absent: an import does. */
  uploadId?: number
  /**
   * What MAAS shows of a row that a sync left at its time limit (3.8) or that an import did not read (3.5 to 3.7), bytes. It
   * stays so until another one downloads the row, even if the file is on the disk for another row.
   */
  left?: number
}
export type HeldSet = { version: string; label: string; files: HeldFile[] }

export type Resource = {
  id: number
  type: 'Synced' | 'Uploaded'
  /** `ubuntu/jammy`, `grub-efi-signed/uefi`, `custom-1` */
  name: string
  /** `amd64/ga-22.04` */
  architecture: string
  title: string | null
  subarches: string | null
  baseImage: string | null
  lastDeployed: number | null
  /** From 3.8 on: MAAS's own selection that downloaded it. Null for a bootloader or an upload. */
  selectionId: number | null
  /** In the order in which MAAS created them. */
  sets: HeldSet[]
}

/** A file that a client sends. It has its own bytes, even if another file has the same sha256. */
export type Upload = {
  id: number
  resourceId: number
  sha256: string
  size: number
  received: number
  /** Of what has been received. */
  hash: ReturnType<typeof sha256.create>
}

/** A file on the region's disk, shared by all sets that name its sha256. `copies`: other region controllers that have it whole. */
type StoredFile = { size: number; done: number; copies?: string[] }

/** A file that an import still has to download. */
export type QueuedFile = {
  sha256: string
  /** Its download has begun: until then MAAS shows what a stopped import has left of it. */
  begun?: boolean
  /** The version for which MAAS 3.4 has planned the download: from there a stop removes a file that has not begun. */
  plannedFor?: { resourceId: number; version: string }
}

/** A version of a product to import, and the source it comes from. */
export type WantedProduct = {
  readonly product: StreamProduct
  readonly version: ProductVersion
  readonly sourceId: number
}

export type Job = {
  /** When the sources have been read. Before that, MAAS up to 3.7 does not listen for a stop. */
  readAt: number
  /** What it has read and puts into the boot resources; null: it still reads, or downloads already. */
  wanted: readonly WantedProduct[] | null
  /** When that is done and what is to be fetched is known. */
  preparedAt: number
  prepared: boolean
  queue: QueuedFile[]
  /** Queue entries before it are done. */
  cursor: number
  /** Bytes move from here on; `spent` is what has been accounted for since. */
  downloadFrom: number
  spent: number
  /** When the last byte arrives; null if it must be computed again. */
  endsAt: number | null
  /** Boot resources that it removes before it downloads, which the list still shows until `downloadFrom` (3.5 to 3.7). */
  leaving: Resource[]
  /** A stop came while it removed them, so it hears none any more. */
  isDeaf: boolean
  /** Files (sha256) that it copies to the other region controllers when all downloads have ended. */
  copies: string[]
  /** Why wanted files cannot be fetched, in MAAS's words. */
  failed: string[]
  /** Files (sha256) that are downloaded although another file has replaced them: no set names them. */
  replaced: Set<string>
  /** When MAAS ends the downloads, whatever is missing; null: it has no such limit. */
  limitAt: number | null
  /** Why no download begins, in MAAS's words; null if they begin. */
  failure: string | null
  /** The bytes after which the import stalls; null if it does not stall. */
  stallsAfter: number | null
  /** The sources and selections that it has read (`sourcesText`); null if not read yet. */
  began: string | null
  stopAt: number | null
}

export type RegionEvent = {
  id: number
  at: number
  level: 'DEBUG' | 'WARNING' | 'ERROR'
  type: string
  description: string
}

export type Note = {
  id: number
  ident: string
  message: string
  category: 'error' | 'warning' | 'success' | 'info'
  /** Whether all users see it, not only administrators. */
  users: boolean
  dismissable: boolean
  /** Names of the users who do not want to see it again. */
  dismissedBy: string[]
}

export type User = {
  username: string
  email: string
  admin: boolean
  password: string
  keys: { name: string; consumer: string; token: string; secret: string }[]
}

export type State = {
  readonly clock: Clock
  /** "3.5.13" */
  version: string
  /** From 3.8 on sources have a name and a priority, can be switched off, and fail one by one. */
  ranksSources: boolean
  /** The additional state of MAAS from 3.8 on; null before 3.8. */
  rules38: State38 | null
  bytesPerSecond: number
  lastId: Record<'source' | 'selection' | 'resource' | 'upload' | 'event' | 'note', number>
  /** Streams the region can reach, by `streamKey` of their address. */
  streams: Map<string, StreamTree>
  /** False if no source answers the region (the browser and the gateway may still reach them). */
  sourcesAnswer: boolean
  /** The keyrings on the region's disk, by path. */
  keyringFiles: Map<string, Uint8Array>
  sources: Map<number, Source>
  selections: Map<number, Selection>
  /** The data read from each source, by its ID. */
  offers: Map<number, readonly StreamProduct[]>
  resources: Map<number, Resource>
  /** Grows when the list of boot resources changes. */
  resourcesRevision: number
  files: Map<string, StoredFile>
  uploads: Map<number, Upload>
  /** Room on the region's disk for the chunks of uploads, and for the files of an import before it begins. */
  freeBytes: number
  /** Whether the proxy in MAAS's settings refuses to forward its requests. */
  proxyRefuses: boolean
  job: Job | null
  /** When changed sources will be read; null if there are none. */
  readAt: number | null
  nextSyncAt: number
  config: Map<string, unknown>
  events: RegionEvent[]
  notes: Note[]
  users: User[]
  machines: readonly Machine[]
  racks: readonly Rack[]
  /** The region controllers besides the one on the region's machine. */
  otherRegions: readonly OtherRegion[]
}

export function nextId(state: State, of: keyof State['lastId']): number {
  state.lastId[of] += 1
  return state.lastId[of]
}

/** The OS and release of a boot resource's name; a custom image has none. */
export function osAndRelease(resource: Resource): { os: string; release: string } {
  const [os = '', release = ''] = resource.name.includes('/') ? resource.name.split('/') : ['', resource.name]
  return { os, release }
}
