import { capabilitiesOf } from '#selections/maas-version.ts'
import { downloads, fileName } from '#streams/catalogue/product-parts.ts'
import type { StreamProduct, ProductVersion } from '#streams/simplestreams/products.ts'
import { missing, MaasRefusal } from '#simulator/state/refusal.ts'
import { nextId, type HeldFile, type HeldSet, type Resource, type State } from '#simulator/state/state.ts'
import { resourceKey } from '#simulator/rules/import/wanted.ts'

export function resourceOf(state: State, id: number): Resource {
  const resource = state.resources.get(id) ?? leaving(state).find((one) => one.id === id)
  if (resource === undefined) throw missing('BootResource')
  return resource
}

/** Sorted by name and architecture, like MAAS's list. */
export function listResources(state: State, type: 'Synced' | 'Uploaded' | null): Resource[] {
  return [...state.resources.values(), ...leaving(state)]
    .filter((resource) => type === null || resource.type === type)
    .sort((a, b) => compare(a.name, b.name) || compare(a.architecture, b.architecture))
}

/** Boot resources that the running import removes. Others see them until it has removed all of them. */
const leaving = ({ job }: State): Resource[] => job?.leaving ?? []

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Removes one kernel only; while it is selected, the next import downloads it again with a new ID. */
export function deleteResource(state: State, id: number): void {
  if (state.job !== null && leaving(state).some((one) => one.id === id)) {
    state.job.leaving = leaving(state).filter((one) => one.id !== id)
    dropResources(state, [])
    return
  }
  if (!state.resources.has(id))
    throw new MaasRefusal({ kind: 'crash', message: 'BootResource matching query does not exist.' })
  dropResources(state, [id])
}

export function dropResources(state: State, ids: Iterable<number>): void {
  for (const id of ids) state.resources.delete(id)
  state.resourcesRevision += 1
  if (state.job !== null) state.job.endsAt = null
  forgetUnusedFiles(state)
}

/** A file stays on the disk while any set names it or the running import downloads it. */
export function forgetUnusedFiles(state: State): void {
  const used = new Set<string>(state.job?.replaced)
  for (const { replaced } of state.rules38?.syncs.values() ?? [])
    for (const sha256 of replaced) used.add(sha256)
  for (const resource of state.resources.values())
    for (const set of resource.sets) for (const file of set.files) used.add(file.sha256)
  for (const sha256 of state.files.keys()) if (!used.has(sha256)) state.files.delete(sha256)
}

/** Creates a resource without sets, for an import or a scenario. */
export function addResource(state: State, product: StreamProduct): Resource {
  const { titlesImages } = capabilitiesOf(state.version)
  const resource: Resource = {
    id: nextId(state, 'resource'),
    type: 'Synced',
    ...resourceKey(product),
    title: product.kind === 'image' && titlesImages ? titleOf(product) : null,
    subarches: product.kind === 'bootloader' ? null : product.subarches.join(','),
    baseImage: null,
    lastDeployed: null,
    selectionId: null,
    sets: [],
  }
  state.resources.set(resource.id, resource)
  state.resourcesRevision += 1
  return resource
}

const titleOf = ({ os, releaseTitle }: StreamProduct) =>
  os === 'ubuntu' ? `Ubuntu ${releaseTitle}` : releaseTitle

/** The files MAAS downloads of a version: manifests stay at the source. */
export function setOf(product: StreamProduct, { version, items }: ProductVersion): HeldSet {
  const files = downloads(items).map(({ ftype, path, sha256, size }): HeldFile => ({
    filename: fileName(path),
    filetype: ftype,
    sha256,
    size,
  }))
  return { version, label: product.label, files }
}

/** Adds a set and its files; existing files are not downloaded again. */
export function addSet(state: State, resource: Resource, set: HeldSet): void {
  resource.sets.push(set)
  for (const file of set.files)
    if (!state.files.has(file.sha256)) state.files.set(file.sha256, { size: file.size, done: 0 })
}

/** A set without files is not complete (BootResourceSet.complete). */
export const isComplete = (state: State, { files }: HeldSet) =>
  files.length > 0 && files.every((file) => isSynced(state, file))

/** How many region controllers hold the images. */
export const controllersOf = ({ otherRegions }: Pick<State, 'otherRegions'>): number =>
  otherRegions.length + 1

/** Whether all region controllers have the file (BootResourceFile.complete). */
export const isSynced = (state: State, file: HeldFile): boolean =>
  bytesSynced(state, file) >= file.size * controllersOf(state)

/** The bytes of a file on all region controllers together. A complete upload is copied to the others immediately. */
export function bytesSynced(state: State, { sha256, uploadId, left, size }: HeldFile): number {
  if (left !== undefined) return left
  if (uploadId !== undefined) {
    const received = state.uploads.get(uploadId)?.received ?? 0
    return received < size ? received : size * controllersOf(state)
  }
  const file = state.files.get(sha256)
  return file === undefined ? 0 : file.done + file.size * (file.copies?.length ?? 0)
}
