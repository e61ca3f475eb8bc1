import { percent } from '#lib/percent.ts'
import type { Image } from '#contract/gateway.ts'
import type { BootResource, BootResourceSet } from '#contract/boot-resource.ts'
import { newestSet, type ResourceDetail, syncedSets } from '#gateway/region/resource-detail.ts'

type Kernel = Image['kernels'][number]
type Files = Map<string, { size: number; done: number }>

/** Second part of the names under which MAAS lists bootloaders ("pxelinux/pxe", "grub-efi-signed/uefi"). */
const BOOTLOADER_TYPES = new Set(['uefi', 'pxe', 'open-firmware'])

/**
 * Boot resources (one per kernel) as images (one per os/release/arch), sorted by name.
 * @param details by id; an image with a kernel that is missing here is not `known`
 */
export function groupImages(
  resources: readonly BootResource[],
  details: ReadonlyMap<number, ResourceDetail>,
): Image[] {
  const groups = new Map<string, BootResource[]>()
  for (const resource of resources) {
    const key = `${resource.type}\n${resource.name}\n${archOf(resource)}`
    const group = groups.get(key)
    if (group) group.push(resource)
    else groups.set(key, [resource])
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => imageOf(group, details))
}

function imageOf(group: readonly BootResource[], details: ReadonlyMap<number, ResourceDetail>): Image {
  const [first] = group as readonly [BootResource]
  const slash = first.name.indexOf('/')
  const held: Files = new Map()
  const arriving: Files = new Map()
  const complete: BootResourceSet[] = []
  const incoming = new Set<string>()

  const kernels = group
    .map((resource): Kernel => {
      const { newest, next } = versionsOf(details.get(resource.id))
      if (newest) {
        addFiles(held, newest)
        complete.push(newest)
      }
      if (next) {
        addFiles(arriving, next)
        incoming.add(next.version)
      }
      return {
        id: resource.id,
        name: resource.architecture.slice(archOf(resource).length + 1),
        held: newest?.version ?? null,
        incoming: next ? { version: next.version, progress: progressOf(next) } : null,
      }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))

  return {
    kind: kindOf(first),
    os: first.name.slice(0, Math.max(slash, 0)),
    release: first.name.slice(slash + 1),
    arch: archOf(first),
    title: group.find(({ title }) => title)?.title ?? null,
    known: group.every(({ id }) => details.has(id)),
    heldBytes: sum(held, 'size'),
    incoming:
      incoming.size > 0
        ? incomingOf(
            arriving,
            complete.filter(({ version }) => incoming.has(version)),
          )
        : null,
    lastDeployed: group.reduce<string | null>(
      (latest, { last_deployed: one }) => (one && (latest === null || one > latest) ? one : latest),
      null,
    ),
    kernels,
    ...(first.type === 'Uploaded' && { upload: uploadOf(first, details.get(first.id)) }),
  }
}

/**
 * @param complete sets of the arriving versions that are complete: other kernels of the image, which arrived first. They
 *   count once anything of the others is there, so that the total does not fall whenever a kernel is complete.
 */
function incomingOf(arriving: Files, complete: readonly BootResourceSet[]) {
  const list = [...arriving.values()]
  const hasBegun = list.some(({ done }) => done > 0)
  const isResting = hasBegun && list.every(({ done, size }) => done === 0 || done === size)
  const files: Files = new Map(arriving)
  if (hasBegun) for (const set of complete) addFiles(files, set)
  return {
    bytes: sum(files, 'size'),
    done: Math.floor(sum(files, 'done')),
    ...(isResting && { resting: true as const }),
  }
}

function uploadOf({ base_image: baseImage }: BootResource, detail: ResourceDetail | undefined) {
  const file = Object.values((detail && newestSet(detail)?.files) ?? {})[0]
  return { baseImage: baseImage ?? null, filetype: file?.filetype ?? '', bytes: file?.size ?? 0 }
}

const archOf = ({ architecture }: BootResource) => architecture.split('/')[0] ?? architecture

function kindOf({ type, name }: BootResource): Image['kind'] {
  if (type === 'Uploaded') return 'uploaded'
  return BOOTLOADER_TYPES.has(name.slice(name.indexOf('/') + 1)) ? 'bootloader' : 'synced'
}

/**
 * Of the complete versions and of the incomplete ones, which are arriving, the one that MAAS created last. MAAS deletes
 * leftovers of earlier imports at the end of each import, except those of bootloaders in 3.8.
 */
function versionsOf(detail: ResourceDetail | undefined) {
  if (detail?.type === 'Uploaded') {
    const newest = newestSet(detail)
    return newest?.complete ? { newest } : { next: newest }
  }
  const sets = detail ? syncedSets(detail) : []
  const newest = sets.findLast(({ complete }) => complete)
  const next = sets.findLast(({ complete }) => !complete)
  return { newest, next }
}

// Kernels of an image share files (the squashfs): the same content counts once, with the most bytes that any of them
// has.
function addFiles(files: Files, set: BootResourceSet): void {
  for (const { sha256, size, complete, progress } of Object.values(set.files)) {
    const done = complete ? size : (size * (progress ?? 0)) / 100
    files.set(sha256, { size, done: Math.max(done, files.get(sha256)?.done ?? 0) })
  }
}

/** Percent by the bytes of its files; without files, by the progress that MAAS reports for the set. */
function progressOf(set: BootResourceSet): number {
  const files: Files = new Map()
  addFiles(files, set)
  const size = sum(files, 'size')
  return size > 0 ? percent(sum(files, 'done'), size) : percent(set.progress ?? 0, 100)
}

function sum(files: Files, field: 'size' | 'done'): number {
  let total = 0
  for (const file of files.values()) total += file[field]
  return total
}
