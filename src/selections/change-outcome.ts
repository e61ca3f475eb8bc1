import { imageOf, isBootloader } from './brought-resources.ts'
import { bytesHere } from './held-files.ts'
import { importOutcome, type ImportOutcome, type ImportRules } from './import-outcome.ts'
import type { HeldResource, SourceOffer } from './source-offer.ts'
import { ownerOf, selects, winnersOf } from './winners-38.ts'

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
  /** Downloaded by the next import with the change and without it. */
  readonly dueMissing: Files
  /** Freed because of the change. */
  readonly gone: Files
  /** Freed by the next import with the change and without it. */
  readonly dueGone: Files
  /** Boot resources that go because of the change; in MAAS 3.8 some of them are fetched again. */
  readonly leaving: readonly HeldResource[]
  /** Images (`ubuntu/noble amd64`) that MAAS 3.8 deletes because another source takes them over: its id. */
  readonly takenOver: ReadonlyMap<string, number>
}

/** What a change of selections or sources makes of what a region holds. */
export function changeOutcome(
  rules: ImportRules,
  change: Change,
  held: readonly HeldResource[],
): ChangeOutcome {
  const due = importOutcome(rules, change.before, held)
  const after = rules.reader === 'from-3.8' ? withOwnSelections(change) : change.after
  const deleted = rules.reader === 'from-3.8' ? deletedBy({ ...change, after }, held) : NONE
  const kept = held.filter((one) => !deleted.has(one))
  const outcome = importOutcome(rules, after, kept)
  const leaving = [...deleted.keys(), ...outcome.removed.filter((one) => !due.removed.includes(one))]
  const gone = new Map([...lostWith(held, kept), ...outcome.gone])
  const leavingFiles = bytesHere(leaving)
  const isOwn = (sum: string) => !due.gone.has(sum) || leavingFiles.has(sum)
  const dueMissing = new Map(
    [...outcome.missing].flatMap(([sum, bytes]): [string, number][] => {
      const anyway = Math.min(bytes, due.missing.get(sum) ?? 0)
      return anyway > 0 ? [[sum, anyway]] : []
    }),
  )
  return {
    outcome,
    missing: less(outcome.missing, dueMissing),
    dueMissing,
    gone: new Map([...gone].filter(([sum]) => isOwn(sum))),
    dueGone: new Map([...gone].filter(([sum]) => !isOwn(sum))),
    leaving,
    takenOver: new Map(
      [...deleted].flatMap(([one, taker]) => (taker === null ? [] : [[imageOf(one), taker] as const])),
    ),
  }
}

/**
 * MAAS 3.8 keeps a selection of its own for each architecture. An update never drops one, also where `*` takes the
 * place of architectures that the source does not offer any more.
 */
const withOwnSelections = ({ before, after, isRecreated }: Change): SourceOffer[] =>
  after.map((source) => {
    const earlier = before.find(({ id }) => id === source.id)?.selections ?? []
    const selections = source.selections.map((one) => {
      const same = earlier.find(({ os, release }) => os === one.os && release === one.release)
      if (!same || isRecreated?.(source.id, `${one.os}/${one.release}`)) return one
      return { ...one, arches: [...new Set([...one.arches, ...same.arches])] }
    })
    return { ...source, selections }
  })

/**
 * What MAAS 3.8 deletes before it fetches anything: images of a selection that goes or is created again, and those of a
 * source when another one takes them over. The source of an image is taken to be the one that brings it now.
 * @returns with the id of the source that takes an image over
 */
function deletedBy(
  { before, after, isRecreated }: Change,
  held: readonly HeldResource[],
): ReadonlyMap<HeldResource, number | null> {
  const winners = winnersOf(after)
  const deleted = new Map<HeldResource, number | null>()
  for (const one of held) {
    const owner = ownerOf(before, one)
    if (!one.synced || isBootloader(one) || !owner) continue
    const same = after.find(({ id }) => id === owner.id)
    const isDropped = !same || !selects(same, one) || isRecreated?.(owner.id, one.name) === true
    const taker = winners.get(imageOf(one))?.id ?? owner.id
    if (isDropped || taker !== owner.id) deleted.set(one, taker === owner.id ? null : taker)
  }
  return deleted
}

const NONE: ReturnType<typeof deletedBy> = new Map()

/** Bytes of the files that nothing holds any more. */
function lostWith(held: readonly HeldResource[], kept: readonly HeldResource[]): Files {
  const here = bytesHere(kept)
  return new Map([...bytesHere(held)].filter(([sum]) => !here.has(sum)))
}

const less = (files: Files, others: Files): Files =>
  new Map(
    [...files].flatMap(([sum, bytes]): [string, number][] => {
      const rest = bytes - (others.get(sum) ?? 0)
      return rest > 0 ? [[sum, rest]] : []
    }),
  )
