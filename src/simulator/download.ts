import { forgetUnusedFiles, isComplete } from './resources.ts'
import type { Job, QueuedFile, Resource, State } from './state.ts'

/* The bytes of a running import. They arrive one file after the other, at the region's rate. */

/**
 * Image after image (an image is all kernels of one release and architecture), each file once. What is `absent`, by
 * sha256, is not at the source: it never comes, and its resources stay incomplete.
 */
export function queueFor(
  state: State,
  resources: Iterable<Resource>,
  absent: ReadonlyMap<string, unknown> = new Map(),
): QueuedFile[] {
  const images = new Map<string, Resource[]>()
  for (const resource of resources) {
    const image = `${resource.name} ${resource.architecture.split('/')[0] ?? ''}`
    const kernels = images.get(image)
    if (kernels === undefined) images.set(image, [resource])
    else kernels.push(resource)
  }

  const queued = new Set<string>()
  const queue: QueuedFile[] = []
  for (const kernels of images.values()) {
    const files = kernels.flatMap((kernel) => kernel.sets.flatMap((set) => set.files))
    // what the kernels share comes first: the root file system is the largest part
    const missing = files
      .filter(({ sha256, size }) => (state.files.get(sha256)?.done ?? 0) < size && !absent.has(sha256))
      .filter(({ sha256 }) => !queued.has(sha256))
      .sort((a, b) => b.size - a.size)
    for (const { sha256 } of missing) {
      if (queued.has(sha256)) continue
      queued.add(sha256)
      queue.push({ sha256, closes: null })
    }
    const last = queue.at(-1)
    if (missing.length === 0 || last === undefined) keepNewest(state, kernels)
    else last.closes = kernels
  }
  forgetUnusedFiles(state)
  return queue
}

/** Moves the bytes that have arrived by `time`. */
export function download(state: State, job: Job, time: number): void {
  if (!job.prepared) return
  const due = Math.floor(((time - job.downloadFrom) * state.bytesPerSecond) / 1000)
  let budget = Math.min(due, job.stallsAfter ?? Infinity) - job.spent
  let closed = false
  for (let next = job.queue[job.cursor]; next !== undefined; next = job.queue[job.cursor]) {
    // a file can have gone with its resource
    const file = state.files.get(next.sha256)
    const missing = file === undefined ? 0 : file.size - file.done
    const arriving = Math.min(missing, Math.max(0, budget))
    if (file !== undefined) file.done += arriving
    job.spent += arriving
    budget -= arriving
    if (arriving < missing) break
    if (next.closes !== null) {
      keepNewest(state, next.closes)
      closed = true
    }
    job.cursor += 1
  }
  if (closed) forgetUnusedFiles(state)
}

/** When the last byte arrives; Infinity for an import that stands still. Kept until something changes it. */
export function downloadEnds(state: State, job: Job): number {
  job.endsAt ??= reckonEnd(state, job)
  return job.endsAt
}

function reckonEnd(state: State, job: Job): number {
  let bytes = job.spent
  for (const { sha256 } of job.queue.slice(job.cursor)) {
    const file = state.files.get(sha256)
    if (file !== undefined) bytes += file.size - file.done
  }
  if (job.stallsAfter !== null && bytes > job.stallsAfter) return Infinity
  return job.downloadFrom + Math.ceil((bytes * 1000) / state.bytesPerSecond)
}

/** An import that begins to fetch at `from`; what to fetch is not known yet. */
export const newJob = (from: number): Job => ({
  preparedAt: from,
  prepared: false,
  queue: [],
  cursor: 0,
  downloadFrom: from,
  endsAt: null,
  spent: 0,
  absent: [],
  stallsAfter: null,
  again: false,
  stopAt: null,
})

/** When the newest set of a resource is complete, the older ones go. */
function keepNewest(state: State, resources: Iterable<Resource>): void {
  for (const resource of resources) {
    const newest = resource.sets.at(-1)
    if (newest !== undefined && isComplete(state, newest)) resource.sets = [newest]
  }
}
