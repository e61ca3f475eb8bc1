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
      sure: z.optional(z.boolean()),
    }),
  ),
  joined: z.optional(z.boolean()),
})

type Source = Pick<BootSource, 'id' | 'url' | 'updated'>
type Selection = ReleaseId & { readonly wanted: Wanted }

/** Sources and selections before the first write of this browser during an import. */
type Beginning = {
  readonly sources: readonly Source[]
  readonly selections: readonly Selection[]
  /** Whether the import began with them; otherwise another client may have changed them during it. */
  readonly sure?: boolean | undefined
}

export type RunningImport = {
  /** The last start that MAAS reported while the import was running, ISO; null: it reported none. */
  readonly lastStarted: string | null
  /** What it began with. Left out: not known. */
  readonly began?: Beginning | undefined
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

/** The selection that an import began with. `sure`: false if another client may have changed it during the import. */
export type SelectionAtStart = { readonly selected: ReadonlyMap<string, Selection>; readonly sure: boolean }

/** What the running import began with; undefined: not known, or a source is no longer the same. */
export function beganWith(
  running: RunningImport | undefined,
  { lastStarted, importing, sources }: Now,
): SelectionAtStart | undefined {
  const began = running?.began
  if (!began || !importing || running.lastStarted !== lastStarted) return undefined
  const textOf = (list: readonly Source[]) =>
    JSON.stringify(list.map(({ id: sourceId, url, updated }) => [sourceId, url, updated]))
  if (textOf(began.sources) !== textOf(sources)) return undefined
  return {
    selected: new Map(began.selections.map((one) => [releaseKey(one), one])),
    sure: began.sure === true,
  }
}

/** The clocks of MAAS and of this browser may differ. With more than five minutes, MAAS refuses the gateway's requests. */
const CLOCKS_MS = 5 * 60_000

/**
 * Whether something that a page has known since this time (ms) was there before the last import began: what is still
 * there now is then what that import began with.
 */
export function isOlder(since: number, { lastStarted }: Pick<RunningImport, 'lastStarted'>): boolean {
  const started = instant(lastStarted)
  return started !== null && since + CLOCKS_MS <= started
}
