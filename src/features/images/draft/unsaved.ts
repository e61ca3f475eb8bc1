import * as z from 'zod/mini'
import type { RecordKind } from '#api/store/records.ts'
import type { BootSource } from '#contract/maas.ts'
import { instant } from '#lib/time.ts'
import type { Draft, DraftEntry } from '#features/images/rules/model.ts'
import { runningImport, type RunningImport } from './running-import.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { type ReleaseKey, releaseKey } from '#selections/keys.ts'
import { CONTINUE_CHECKS } from '#api/write-failure.ts'

/** The work on the Images page that a user could lose: an unsaved or partly saved selection. */
export type Unsaved = {
  /** When the user last selected or cleared something, ISO. */
  readonly at: string
  readonly releases: readonly KeptEntry[]
  /** Whether selections were written, but no import was started afterwards. */
  readonly importOwed: boolean
  /** The steps of a save that has begun to write and has not succeeded. */
  readonly steps: readonly KeptStep[]
  /** The import during which selections were written, up to 3.7; only while an import is owed. */
  readonly runningImport?: RunningImport | undefined
}
/** A draft entry with the URL that its source had when it was selected. */
type KeptEntry = DraftEntry & { readonly url: string }
type KeptStep = Omit<BoardStep, 'note' | 'pair'> & {
  readonly note?: string | undefined
  readonly pair?: string | undefined
}

const text = z.string().check(z.minLength(1), z.maxLength(200))
const id = z.int().check(z.nonnegative())
const names = z.array(text).check(z.maxLength(200))
const wanted = z.nullable(z.object({ arches: names, subarches: names, labels: names }))
/** Loose objects, so that other fields of a release or step are kept. */
const schema = z.object({
  at: z.string().check(z.refine((at) => instant(at) !== null)),
  releases: z
    .array(
      z.looseObject({
        sourceId: id,
        url: z.string(),
        os: text,
        release: text,
        base: wanted,
        wanted,
        on: z.optional(z.object({ url: z.string(), keyring: z.string() })),
      }),
    )
    .check(z.maxLength(5_000)),
  importOwed: z.boolean(),
  steps: z
    .array(
      z.looseObject({
        label: z.string(),
        status: z.enum(['waiting', 'running', 'done', 'failed']),
        note: z.optional(z.string()),
        pair: z.optional(z.string()),
      }),
    )
    .check(z.maxLength(10_000)),
  runningImport: z.optional(runningImport),
})

/** One record for each tab. */
export const UNSAVED: RecordKind<Unsaved> = { name: 'unsaved-selection', version: 1, schema }

export const NOTHING_UNSAVED: Unsaved = { at: '', releases: [], importOwed: false, steps: [] }

export const isNothing = ({ releases, importOwed, steps }: Unsaved): boolean =>
  releases.length === 0 && !importOwed && steps.length === 0

type Source = Pick<BootSource, 'id' | 'url'>

/** A draft in its stored form, with the current URLs of its sources. */
export function draftPart(draft: Draft, sources: readonly Source[]): Pick<Unsaved, 'releases'> {
  const urls = new Map(sources.map(({ id, url }) => [id, url]))
  return { releases: [...draft.values()].map((entry) => ({ ...entry, url: urls.get(entry.sourceId) ?? '' })) }
}

/** A stored draft, unchanged. */
export const draftFrom = ({ releases }: Unsaved): Draft => new Map(releases.map(toDraft))

/** The part of a stored draft whose sources still have the URL that it was selected from. */
export function draftOn({ releases }: Unsaved, sources: readonly Source[]): Draft {
  const idNow = ({ url, sourceId }: KeptEntry): number | undefined => {
    const same = sources.filter((source) => source.url === url)
    return (same.find(({ id }) => id === sourceId) ?? same[0])?.id
  }
  return new Map(
    releases.flatMap((entry) => {
      const sourceId = idNow(entry)
      return sourceId === undefined ? [] : [toDraft({ ...entry, sourceId })]
    }),
  )
}

const toDraft = ({ url: _url, ...entry }: KeptEntry): [ReleaseKey, DraftEntry] => [releaseKey(entry), entry]

/**
 * The stored work with a newer part. `at` changes when something is selected, cleared or written, not when a part is
 * saved or dropped. Entries that stay keep the URL they were selected from.
 */
export function withPart(before: Unsaved, part: Partial<Omit<Unsaved, 'at'>>, now: string): Unsaved {
  const known = new Map(before.releases.map((entry) => [textOf(entry), entry]))
  const releases = part.releases?.map((entry) => known.get(textOf(entry)) ?? entry) ?? before.releases
  const isEdited = releases.some((entry) => !known.has(textOf(entry)))
  const isWritten = part.importOwed === true || (part.steps?.length ?? 0) > 0
  const at = isEdited || isWritten ? now : before.at
  const next = { ...before, ...part, releases, at }
  // everything is saved and the import has begun, so nothing is left to continue
  const isOver = part.importOwed === false && releases.length === 0
  const left = isOver ? { ...next, steps: [] } : next
  return left.runningImport && !isOwed(left) ? { ...left, runningImport: undefined } : left
}

const textOf = (entry: KeptEntry): string => JSON.stringify(toDraft(entry))

const UNCERTAIN = `The page was closed or reloaded. ${CONTINUE_CHECKS}`

/** The stored steps of a save whose page was closed. The step that was running may be done or not. */
export function interrupted(steps: readonly KeptStep[]): readonly BoardStep[] {
  const at = steps.findIndex(({ status }) => status !== 'done')
  // all steps are done, but the page was closed before it could record that
  if (at < 0) return []
  return steps.map(({ note, pair, ...known }, index) => {
    const step = { ...known, ...(pair !== undefined && { pair }) }
    if (index === at && step.status !== 'failed') return { ...step, status: 'failed', note: UNCERTAIN }
    return { ...step, ...(note !== undefined && { note }) }
  })
}

/** Whether an import still has to be started. A save that has begun to write may have changed something. */
export const isOwed = ({ importOwed, steps }: Unsaved): boolean => importOwed || interrupted(steps).length > 0

/**
 * The running import at a first write: what it began with is not what is saved now if this tab or another one (`others`)
 * may have written something during it before.
 */
export function atFirstWrite(
  before: Unsaved,
  running: RunningImport | undefined,
  others: Iterable<Unsaved> = [],
): RunningImport | undefined {
  if (!running || running.began?.sure === true) return running
  const known = before.runningImport
  if (isOwed(before) && known?.lastStarted === running.lastStarted) return known
  const began = firstBeginning(others, running.lastStarted)
  if (began) return { ...running, began }
  return isOwed(before) ? { ...running, began: undefined } : running
}

/** What the import that began at this time began with, as tabs have stored it at their first writes. */
const firstBeginning = (tabs: Iterable<Unsaved>, lastStarted: string | null): RunningImport['began'] => {
  const found = [...tabs].flatMap(({ runningImport: one }) =>
    one?.began && one.lastStarted === lastStarted ? [one.began] : [],
  )
  return found.find(({ sure }) => sure) ?? found[0]
}
