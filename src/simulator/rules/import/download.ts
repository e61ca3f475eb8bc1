import type { Job, QueuedFile, Resource, State } from '#simulator/state/state.ts'

/* The bytes of a running import. They arrive one file after the other, at the region's rate. */

/**
 * The files to download: image after image (an image is all kernels of one release and architecture), each file once;
 * then files that no resource names any more. @param fetched by sha256: the files to download; without it: all missing
 * files
 */
export function queueFor(
  state: State,
  resources: Iterable<Resource>,
  fetched?: ReadonlySet<string>,
): QueuedFile[] {
  const images = new Map<string, Resource[]>()
  for (const resource of resources) {
    const image = `${resource.name} ${resource.architecture.split('/')[0] ?? ''}`
    const kernels = images.get(image)
    if (kernels === undefined) images.set(image, [resource])
    else kernels.push(resource)
  }

  const queue = new Set<string>()
  for (const kernels of images.values()) {
    const files = kernels.flatMap((kernel) => kernel.sets.flatMap((set) => set.files))
    // what the kernels share comes first: the root file system is the largest part
    const wanted = files.filter(({ sha256 }) => fetched?.has(sha256) ?? true).sort((a, b) => b.size - a.size)
    for (const { sha256 } of wanted) queue.add(sha256)
  }
  for (const sha256 of fetched ?? []) queue.add(sha256)
  return [...queue].filter((sha256) => isMissing(state, sha256)).map((sha256) => ({ sha256 }))
}

const isMissing = (state: State, sha256: string) => {
  const file = state.files.get(sha256)
  return file === undefined || file.done < file.size
}

/**
 * MAAS downloads each file from its start, even if a stopped import has left a part of it. It reports that part until
 * the download has begun.
 */
function begin(state: State, next: QueuedFile): void {
  if (next.begun) return
  next.begun = true
  const file = state.files.get(next.sha256)
  if (file && file.done > 0) state.files.set(next.sha256, { size: file.size, done: 0 })
}

/** Moves the bytes that have arrived by `time`. */
export function download(state: State, job: Job, time: number): void {
  if (!job.prepared || time < job.downloadFrom) return
  const due = Math.floor(((time - job.downloadFrom) * state.bytesPerSecond) / 1000)
  let budget = Math.min(due, job.stallsAfter ?? Infinity) - job.spent
  for (let next = job.queue[job.cursor]; next !== undefined; next = job.queue[job.cursor]) {
    begin(state, next)
    // a file may have been deleted with its resource
    const file = state.files.get(next.sha256)
    const missing = file === undefined ? 0 : file.size - file.done
    const arriving = Math.min(missing, Math.max(0, budget))
    if (file !== undefined) file.done += arriving
    job.spent += arriving
    budget -= arriving
    if (arriving < missing) break
    job.cursor += 1
  }
}

/**
 * MAAS 3.5 to 3.7 tries each file again, at most a minute after the last try and without a limit of tries, so only the
 * limit of time ends an import with a file that no source holds.
 */
const triesAgain = ({ failed, limitAt }: Job): boolean => failed.length > 0 && limitAt !== null

/** When the last byte arrives; Infinity for a stalled import, or one with absent files. Cached until something changes it. */
export function downloadEnds(state: State, job: Job): number {
  job.endsAt ??= reckonEnd(state, job)
  return job.endsAt
}

function reckonEnd(state: State, job: Job): number {
  if (triesAgain(job)) return Infinity
  let bytes = job.spent
  for (const { sha256, begun } of job.queue.slice(job.cursor)) {
    const file = state.files.get(sha256)
    if (file !== undefined) bytes += begun ? file.size - file.done : file.size
  }
  if (job.stallsAfter !== null && bytes > job.stallsAfter) return Infinity
  // at no bytes a second nothing arrives
  return bytes === 0 ? job.downloadFrom : job.downloadFrom + Math.ceil((bytes * 1000) / state.bytesPerSecond)
}

/**
 * An import that has read its sources at `readAt` and begins to download at `from`, before it is known what to download.
 */
export const newJob = (from: number, readAt = from): Job => ({
  readAt,
  wanted: null,
  preparedAt: from,
  prepared: false,
  queue: [],
  cursor: 0,
  downloadFrom: from,
  endsAt: null,
  spent: 0,
  leaving: [],
  isDeaf: false,
  copies: [],
  failed: [],
  limitAt: null,
  failure: null,
  replaced: new Set(),
  stallsAfter: null,
  began: null,
  stopAt: null,
})
