import * as z from 'zod/mini'
import type { Kind } from '#api/records.ts'
import type { BootSource } from '#contract/maas.ts'
import { instant } from '#lib/time.ts'
import { releaseKey } from './selection.ts'
import type { Draft, DraftEntry } from './model.ts'
import type { SaveStep } from './save.ts'

/** What a person would miss of the Images page: selected and not saved, or half saved. */
export type Unsaved = {
  /** When something of it was last selected or cleared, ISO. */
  readonly at: string
  /** The addresses of the sources that it was selected from. */
  readonly sources: readonly Pick<BootSource, 'id' | 'url'>[]
  readonly releases: readonly DraftEntry[]
  /** Selections were written, but no import was started after it. */
  readonly importOwed: boolean
  /** Those of a save that has begun to write, and has not ended well. */
  readonly steps: readonly KeptStep[]
}
type KeptStep = Omit<SaveStep, 'note'> & { readonly note?: string | undefined }

const text = z.string().check(z.minLength(1), z.maxLength(200))
const id = z.int().check(z.nonnegative())
const names = z.array(text).check(z.maxLength(200))
const wanted = z.nullable(z.object({ arches: names, subarches: names, labels: names }))
const schema = z.object({
  at: z.string().check(z.refine((at) => instant(at) !== null)),
  sources: z.array(z.object({ id, url: z.string() })).check(z.maxLength(1_000)),
  releases: z
    .array(z.object({ sourceId: id, os: text, release: text, base: wanted, wanted }))
    .check(z.maxLength(5_000)),
  importOwed: z.boolean(),
  steps: z
    .array(
      z.object({
        label: z.string(),
        status: z.enum(['waiting', 'running', 'done', 'failed']),
        note: z.optional(z.string()),
      }),
    )
    .check(z.maxLength(10_000)),
})

/** One for each tab. */
export const UNSAVED: Kind<Unsaved> = { name: 'unsaved-selection', version: 1, schema }

export const NOTHING: Unsaved = { at: '', sources: [], releases: [], importOwed: false, steps: [] }

export const isNothing = ({ releases, importOwed, steps }: Unsaved): boolean =>
  releases.length === 0 && !importOwed && steps.length === 0

/** A draft as it is kept, with the addresses that it is about. */
export function draftPart(
  draft: Draft,
  sources: readonly Pick<BootSource, 'id' | 'url'>[],
): Pick<Unsaved, 'sources' | 'releases'> {
  const releases = [...draft.values()]
  const used = new Set(releases.map(({ sourceId }) => sourceId))
  return { sources: sources.flatMap(({ id, url }) => (used.has(id) ? [{ id, url }] : [])), releases }
}

/** A kept draft, as far as the region still has a source with the address that it was selected from. */
export function draftOn(
  { sources: former, releases }: Unsaved,
  sources: readonly Pick<BootSource, 'id' | 'url'>[],
): Draft {
  const idNow = (then: number): number | undefined => {
    const url = former.find(({ id }) => id === then)?.url
    const same = sources.filter((source) => source.url === url)
    return (same.find(({ id }) => id === then) ?? same[0])?.id
  }
  return new Map(
    releases.flatMap((entry) => {
      const sourceId = idNow(entry.sourceId)
      const moved = sourceId === undefined ? [] : [{ ...entry, sourceId }]
      return moved.map((one) => [releaseKey(one), one] as const)
    }),
  )
}

/** `at` moves on when something is selected, cleared or written, not when a part is saved or dropped. */
export function withPart(before: Unsaved, part: Partial<Omit<Unsaved, 'at'>>, now: string): Unsaved {
  const known = new Set(before.releases.map((entry) => JSON.stringify(entry)))
  const isEdited = part.releases?.some((entry) => !known.has(JSON.stringify(entry))) ?? false
  const isWritten = part.importOwed === true || (part.steps?.length ?? 0) > 0
  const next = { ...before, ...part, at: isEdited || isWritten || before.at === '' ? now : before.at }
  // all is saved, and its import has begun: nothing is left to continue
  return part.importOwed === false && next.releases.length === 0 ? { ...next, steps: [] } : next
}

const UNCERTAIN = 'The page was closed or reloaded. MAAS may already have done this; Continue checks first.'

/** The steps of a save as they were kept when its page died: what it was at may be done or not. */
export function interrupted(steps: readonly KeptStep[]): readonly SaveStep[] {
  const at = steps.findIndex(({ status }) => status !== 'done')
  // all is done, and the page died before it could note that
  if (at < 0) return []
  return steps.map(({ label, status, note }, index) => {
    if (index === at && status !== 'failed') return { label, status: 'failed', note: UNCERTAIN }
    return { label, status, ...(note !== undefined && { note }) }
  })
}

/** An import is owed: a save that has begun to write may have written. */
export const isOwed = ({ importOwed, steps }: Unsaved): boolean => importOwed || interrupted(steps).length > 0
