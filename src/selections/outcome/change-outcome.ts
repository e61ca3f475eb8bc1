import { imageOf, isBootloader } from './image-of.ts'
import { bytesHere } from './held-files.ts'
import { importOutcome, type ImportOutcome, type ImportRules } from './import-outcome.ts'
import { secondRoundsOf } from './second-round.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'
import { ownersOf, type Owner } from './owners-38.ts'
import { selects, winnersOf } from './winners-38.ts'
import { releaseName } from '#selections/keys.ts'
import { hasAll } from '#selections/wanted.ts'

/** What is changed before an import: selections, sources, or both. */
export type Change = {
  readonly before: readonly SourceOffer[]
  readonly after: readonly SourceOffer[]
  /** Whether the selection of a release (`ubuntu/noble`) of a source is deleted and created again. */
  readonly isRecreated?: (sourceId: number, name: string) => boolean
}

type Files = ReadonlyMap<string, number>
/** What a change and the import after it do, beside what the next import does without the change. Bytes by file. */
export type ChangeOutcome = {
  /** The import after the change, of what is held then. */
  readonly outcome: ImportOutcome
  /** To be downloaded because of the change. */
  readonly missing: Files
  /** Downloaded by the next import with the change and without it, or by a running import that ends its work first. */
  readonly dueMissing: Files
  /** Freed because of the change. */
  readonly gone: Files
  /** Freed by the next import with the change and without it. */
  readonly dueGone: Files
  /** Boot resources that go because of the change; in MAAS 3.8 some of them are fetched again. */
  readonly leaving: readonly HeldResource[]
  /** Boot resources that MAAS 3.8 deletes before the import, because of the change or without it. */
  readonly deleted: readonly HeldResource[]
  /** Images (`ubuntu/noble amd64`) that MAAS 3.8 deletes because another source takes them over: its id. */
  readonly takenOver: ReadonlyMap<string, number>
  /** Images of which it is not known which source brought them, so they may be deleted, or stay. */
  readonly unsure: ReadonlySet<string>
}

/** What a change of selections or sources makes of what a region holds. */
export const changeOutcome = (
  rules: ImportRules,
  { before, ...change }: Change,
  held: readonly HeldResource[],
): ChangeOutcome => changesOf(rules, before, held)(change)

/** The same for one change after another: what the next import does without any is worked out once. */
export function changesOf(
  rules: ImportRules,
  before: readonly SourceOffer[],
  held: readonly HeldResource[],
): (change: Omit<Change, 'before'>) => ChangeOutcome {
  if (rules.reader === 'to-3.7' && rules.importing === true) return secondRoundsOf(rules, before, held)
  const owners = rules.reader === 'from-3.8' ? ownersOf(before, held) : NO_OWNERS
  const due = withDeletions(rules, before, held, deletedBy(before, undefined, owners, held))
  return (change) => changed({ rules, owners, due, held }, { before, ...change })
}

type Known = {
  readonly rules: ImportRules
  readonly owners: ReadonlyMap<string, Owner>
  /** What the next import does without the change. */
  readonly due: ReturnType<typeof withDeletions>
  readonly held: readonly HeldResource[]
}

function changed({ rules, owners, due, held }: Known, change: Change): ChangeOutcome {
  const after = rules.reader === 'from-3.8' ? withOwnSelections(change) : change.after
  const deleted = deletedBy(after, change.isRecreated, owners, held)
  const { outcome, gone } = withDeletions(rules, after, held, deleted)
  const leaving = [
    ...[...deleted.keys()].filter((one) => !due.deleted.has(one)),
    ...outcome.removed.filter((one) => !due.removed.has(one)),
  ]
  const leavingFiles = bytesHere(leaving)
  const isOwn = (sum: string) => !due.gone.has(sum) || leavingFiles.has(sum)
  const dueMissing = common(outcome.missing, due.outcome.missing)
  return {
    outcome,
    missing: less(outcome.missing, dueMissing),
    dueMissing,
    gone: new Map([...gone].filter(([sum]) => isOwn(sum))),
    dueGone: new Map([...gone].filter(([sum]) => !isOwn(sum))),
    leaving,
    deleted: [...deleted.keys()],
    takenOver: new Map(
      [...deleted].flatMap(([one, taker]) => (taker === null ? [] : [[imageOf(one), taker] as const])),
    ),
    unsure: new Set([...owners].flatMap(([image, { sure }]) => (sure ? [] : [image]))),
  }
}

/** An import of a region from which something was deleted before. */
function withDeletions(
  rules: ImportRules,
  sources: readonly SourceOffer[],
  held: readonly HeldResource[],
  deleted: Deleted,
) {
  // the same list where nothing is deleted: what is known of it is known by the list
  const kept = deleted.size === 0 ? held : held.filter((one) => !deleted.has(one))
  const outcome = importOutcome(rules, sources, kept)
  const gone = new Map([...lostWith(held, kept), ...outcome.gone])
  return { outcome, deleted, removed: new Set(outcome.removed), gone }
}

/**
 * MAAS 3.8 keeps a selection of its own for each architecture. An update never drops one, also where `*` takes the
 * place of architectures that the source does not offer any more.
 */
const withOwnSelections = ({ before, after, isRecreated }: Change): SourceOffer[] =>
  after.map((source) => {
    const former = before.find(({ id }) => id === source.id)
    const earlier = former?.selections ?? []
    const selections = source.selections.map((one) => {
      const same = earlier.find(({ os, release }) => os === one.os && release === one.release)
      if (!same || isRecreated?.(source.id, releaseName(one))) return one
      const listed = former?.offer.releases.find((release) => releaseName(release) === releaseName(one))
      // `*` has selected those that the source offered until now
      const all = hasAll(same.arches) ? (listed?.arches ?? []) : []
      return { ...one, arches: [...new Set([...one.arches, ...same.arches, ...all.map(({ arch }) => arch)])] }
    })
    return { ...source, selections }
  })

/** With the id of the source that takes an image over; null: none does. */
type Deleted = ReadonlyMap<HeldResource, number | null>

/**
 * What MAAS 3.8 deletes before it fetches anything: images of a selection that goes or is created again, and those of a
 * source when another one takes them over.
 */
function deletedBy(
  after: readonly SourceOffer[],
  isRecreated: Change['isRecreated'],
  owners: ReadonlyMap<string, Owner>,
  held: readonly HeldResource[],
): Deleted {
  const deleted = new Map<HeldResource, number | null>()
  if (owners.size === 0) return deleted
  const winners = winnersOf(after)
  for (const one of held) {
    const owner = owners.get(imageOf(one))?.source
    if (!one.synced || isBootloader(one) || !owner) continue
    const same = after.find(({ id }) => id === owner.id)
    const isDropped = !same || !selects(same, one) || isRecreated?.(owner.id, one.name) === true
    const taker = winners.get(imageOf(one))?.id ?? owner.id
    if (isDropped || taker !== owner.id) deleted.set(one, taker === owner.id ? null : taker)
  }
  return deleted
}

const NO_OWNERS: ReturnType<typeof ownersOf> = new Map()

/** Bytes of the files that nothing holds any more. */
function lostWith(held: readonly HeldResource[], kept: readonly HeldResource[]): Files {
  if (kept === held) return new Map()
  const here = bytesHere(kept)
  return new Map([...bytesHere(held)].filter(([sum]) => !here.has(sum)))
}

const common = (files: Files, others: Files): Files =>
  new Map(
    [...files].flatMap(([sum, bytes]): [string, number][] => {
      const both = Math.min(bytes, others.get(sum) ?? 0)
      return both > 0 ? [[sum, both]] : []
    }),
  )

const less = (files: Files, others: Files): Files =>
  new Map(
    [...files].flatMap(([sum, bytes]): [string, number][] => {
      const rest = bytes - (others.get(sum) ?? 0)
      return rest > 0 ? [[sum, rest]] : []
    }),
  )
