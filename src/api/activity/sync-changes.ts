import * as z from 'zod/mini'
import type { ImagesAnswer } from '#contract/gateway.ts'
import type { RecordKind } from '#api/store/records.ts'
import { imageKey } from '#selections/keys.ts'

const text = z.string()
const held = z.object({
  title: text,
  /** The newest complete version. */
  version: text,
  /** Each kernel with its version, to see that one was added. */
  kernels: z.array(text),
  bytes: z.number(),
})
const heldNow = z.object({
  at: z.number(),
  images: z.record(text, held),
  /** Keys of images that were never read: what they hold later need not be new. */
  unread: z.array(text),
})
/** The complete images of the region, by `os/release/arch`. */
export type Held = Readonly<z.infer<typeof heldNow>>
export const HELD: RecordKind<Held> = { name: 'held', version: 1, schema: heldNow }

const change = z.object({
  image: text,
  title: text,
  /** Versions; null: there was, or is, no complete image. The same twice: only kernels changed. */
  before: z.nullable(text),
  after: z.nullable(text),
  /** Of the image now, or before if it is gone. */
  bytes: z.number(),
  kernels: z.object({ added: z.number(), removed: z.number() }),
  /** When it was seen, ms. */
  at: z.number(),
})
export type SyncChange = Readonly<z.infer<typeof change>>

const run = z.object({
  /** When the images were last seen without the changes, ms. */
  since: z.number(),
  /** When the last change was seen, ms. */
  until: z.number(),
  /** When the import started according to MAAS, ISO; null: MAAS does not say. */
  started: z.nullable(text),
  changes: z.array(change),
})
/** What one import changed, as far as this browser saw it. */
export type SyncRun = Readonly<z.infer<typeof run>>
export const SYNC_RUN: RecordKind<SyncRun> = { name: 'sync-run', version: 1, schema: run }

export const MOST_RUNS = 30
const MOST_CHANGES = 2_000

const max = (a: string, b: string): string => (a > b ? a : b)

/** The complete images of an answer. An image that was not read yet stays as it was seen before. */
export function heldOf({ images }: Pick<ImagesAnswer, 'images'>, before: Held | null, at: number): Held {
  const found: Record<string, Held['images'][string]> = {}
  const unread: string[] = []
  for (const { kind, os, release, arch, title, known, kernels, heldBytes } of images) {
    if (kind === 'uploaded') continue
    const key = imageKey(os, release, arch)
    const old = before?.images[key]
    if (!known && old) found[key] = old
    // an image that appears after the first answer is new, even before it is read
    if (!known && !old && (before === null || before.unread.includes(key))) unread.push(key)
    const complete = kernels.filter((kernel) => kernel.held !== null)
    if (!known || complete.length === 0) continue
    found[key] = {
      title: `${title ?? `${os} ${release}`} ${arch}`,
      version: complete.reduce((newest, { held: version }) => max(version ?? '', newest), ''),
      kernels: complete.map(({ name, held: version }) => `${name}=${version}`).sort(),
      bytes: heldBytes,
    }
  }
  return { at, images: found, unread }
}

/** What is different between two answers. */
export function imageChanges(before: Held, now: Held): SyncChange[] {
  const keys = [...new Set([...Object.keys(before.images), ...Object.keys(now.images)])]
  return keys.flatMap((image): SyncChange[] => {
    const [old, is] = [before.images[image], now.images[image]]
    if (before.unread.includes(image) || old?.kernels.join() === is?.kernels.join()) return []
    const names = (of: typeof old) => of?.kernels.map((kernel) => kernel.split('=')[0] ?? '') ?? []
    const count = (some: string[], others: string[]) => some.filter((name) => !others.includes(name)).length
    return [
      {
        image,
        title: (is ?? old)?.title ?? image,
        before: old?.version ?? null,
        after: is?.version ?? null,
        bytes: (is ?? old)?.bytes ?? 0,
        kernels: { added: count(names(is), names(old)), removed: count(names(old), names(is)) },
        at: now.at,
      },
    ]
  })
}

/** Changes within this time of each other belong together if MAAS does not say when its imports start. */
const PAUSE_MS = 3 * 60_000

/** The run that changes belong to: the one of the same import, or of the last minutes; undefined: a new one. */
export const runOf = (runs: readonly SyncRun[], started: string | null, at: number): SyncRun | undefined =>
  runs.find((one) =>
    started !== null && one.started !== null ? one.started === started : Math.abs(at - one.until) <= PAUSE_MS,
  )

/** A run with more changes: of an image, the first state before and the last state after are kept. */
export function withChanges(old: SyncRun, changes: readonly SyncChange[], at: number): SyncRun {
  const byImage = new Map(old.changes.map((one) => [one.image, one]))
  for (const next of changes) {
    const first = byImage.get(next.image)
    byImage.set(next.image, first ? { ...next, before: first.before } : next)
  }
  return { ...old, until: Math.max(old.until, at), changes: [...byImage.values()].slice(0, MOST_CHANGES) }
}
