import * as z from 'zod/mini'
import type { BootSource } from '#contract/maas.ts'
import { instant } from '#lib/time.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'

/* What is stored of an import up to 3.7 during which the selection is saved. */

const text = z.string().check(z.minLength(1), z.maxLength(200))
const names = z.array(text).check(z.maxLength(500))
const id = z.int().check(z.nonnegative())

export const runningImport = z.object({
  lastStarted: z.nullable(z.string()),
  began: z.optional(
    z.object({
      sources: z.array(z.object({ id, url: z.string(), updated: z.string() })),
      selections: z
        .array(
          z.object({
            sourceId: id,
            os: text,
            release: text,
            wanted: z.object({ arches: names, subarches: names, labels: names }),
          }),
        )
        .check(z.maxLength(5_000)),
    }),
  ),
  joined: z.optional(z.boolean()),
})

type Source = Pick<BootSource, 'id' | 'url' | 'updated'>
type Selection = ReleaseId & { readonly wanted: Wanted }

export type RunningImport = {
  /** The last start that MAAS reported while the import was running, ISO; null: it reported none. */
  readonly lastStarted: string | null
  /** What it began with: sources and selections before the first write during it. Left out: not known. */
  readonly began?:
    { readonly sources: readonly Source[]; readonly selections: readonly Selection[] } | undefined
  /** Whether MAAS skipped the import after a save, and left the saved selection to this one. */
  readonly joined?: boolean | undefined
}

/** Whether MAAS has begun another import since. */
export function isAnother({ lastStarted }: RunningImport, now: string | null | undefined): boolean {
  const started = instant(now ?? null)
  return started !== null && started > (instant(lastStarted) ?? -Infinity)
}

type Now = {
  /** Of MAAS, as last read. */
  readonly lastStarted: string | null
  readonly importing: boolean
  readonly sources: readonly Source[]
}

/** The selection that the running import began with; undefined: not known, or a source is no longer the same. */
export function beganWith(
  running: RunningImport | undefined,
  { lastStarted, importing, sources }: Now,
): ReadonlyMap<string, Selection> | undefined {
  const began = running?.began
  if (!began || !importing || running.lastStarted !== lastStarted) return undefined
  const textOf = (list: readonly Source[]) =>
    JSON.stringify(list.map(({ id: sourceId, url, updated }) => [sourceId, url, updated]))
  if (textOf(began.sources) !== textOf(sources)) return undefined
  return new Map(began.selections.map((one) => [releaseKey(one), one]))
}
