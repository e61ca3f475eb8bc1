import { alternateAddress } from './alternate-address.ts'
import {
  extrasOf,
  extrasText,
  sameSpec,
  selectsSomething,
  specOf,
  type SourceExtras,
  type SourceSpec,
  type SourceState,
  type SourceStep,
  type SourceTarget,
} from './model.ts'
import { selectionSteps } from './selection-steps.ts'

type Context = {
  readonly importing: boolean
  /** The state when the change began, if this continues a change that stopped half-way. */
  readonly before?: readonly SourceState[]
}

/**
 * The calls that lead from the current state to the target; none if it is already reached, so that another run does
 * only the remaining steps. The source is updated in place if MAAS allows it: id and selections stay.
 */
export function changeSteps(
  now: readonly SourceState[],
  target: SourceTarget,
  { importing, before = now }: Context,
): SourceStep[] {
  const steps = sourceSteps(now, target, before)
  if (steps.length === 0 || addsOnly(target)) return steps
  return [...(importing ? [{ kind: 'stop-import' } as const] : []), ...steps, { kind: 'import' }]
}

/**
 * Whether a source is only added, with nothing selected from it. No import follows then: it would import nothing from
 * the source, or, up to 3.7, everything.
 */
export const addsOnly = ({ spec, replaces, selections, back }: SourceTarget): boolean =>
  spec !== null && replaces === null && !back && !selections.some(selectsSomething)

/** The target of a change that leaves a source. */
type Wanted = SourceTarget & { readonly spec: SourceSpec }

function sourceSteps(
  now: readonly SourceState[],
  target: SourceTarget,
  before: readonly SourceState[],
): SourceStep[] {
  const { spec, selections } = target
  const old = now.find(({ source }) => source.id === target.replaces)
  const remove = old ? [removal(old)] : []
  if (!spec) return remove
  const wanted = { ...target, spec }
  const there = now.find(({ source }) => sameSpec(specOf(source), spec))
  if (there) return completion(there, wanted, there === old ? [] : remove)
  const standIn = standInOf(now, target, before)
  if (standIn) {
    const end = update(standIn.source.id, spec, target.extras)
    return [...selectionSteps(standIn, selections), ...remove, end]
  }
  return old && canUpdate(old, spec) ? changeInPlace(old, wanted) : replacement(now, wanted, old, remove)
}

/** The source is in place or was created earlier: its selections, the old source and its rank remain. */
function completion(there: SourceState, target: Wanted, remove: readonly SourceStep[]): SourceStep[] {
  const { spec, extras, selections } = target
  const isNamed = !extras || extrasText(extras) === extrasText(extrasOf(there.source))
  const made = selectionSteps(there, selections)
  const read = onceEnabled(there, target, made)
  const name = isNamed && read === made ? [] : named(there.source.id, spec, extras)
  return [...read, ...remove, ...name]
}

function changeInPlace(old: SourceState, target: Wanted): SourceStep[] {
  const { spec, extras, selections } = target
  const change = update(old.source.id, spec, extras)
  const made = selectionSteps(old, selections)
  const read = onceEnabled({ ...old, source: { ...old.source, ...extras } }, target, made)
  return [change, ...read, ...(read === made ? [] : [change])]
}

/** A new source is created, and the old one is deleted, if there is one. */
function replacement(
  now: readonly SourceState[],
  target: Wanted,
  old: SourceState | undefined,
  remove: readonly SourceStep[],
): SourceStep[] {
  const { spec, extras } = target
  // the name and the priority are free only after the old source is deleted; MAAS does not read a disabled source
  const rename = extras && (isTaken(extras, now) || isDisabledLater(target)) ? named(null, spec, extras) : []
  if (old?.source.url !== spec.url) return [...creation(spec, target, now), ...remove, ...rename]
  // MAAS has each address only once: create the new source at the alternate address, and change its address last
  const url = alternateAddress(now, spec.url)
  if (url !== null && now.every(({ source }) => source.url !== url))
    return [...creation({ ...spec, url }, target, now), ...remove, update(null, spec, extras)]
  const others = now.filter(({ source }) => source.id !== target.replaces)
  const disable = isDisabledLater(target) ? named(null, spec, extras) : []
  return [...remove, ...creation(spec, target, others), ...disable]
}

/** Gives a source its name and priority, if this MAAS has them. */
const named = (id: number | null, spec: SourceSpec, extras: SourceExtras | undefined): SourceStep[] =>
  extras ? [update(id, spec, extras)] : []

const update = (id: number | null, spec: SourceSpec, extras: SourceExtras | undefined): SourceStep => ({
  kind: 'update-source',
  id,
  spec,
  ...(extras && { extras }),
})

/** Whether a source has this name or priority; in MAAS both are unique. */
const isTaken = ({ name, priority }: SourceExtras, by: readonly SourceState[]): boolean =>
  by.some(({ source }) => source.name === name || source.priority === priority)

/**
 * MAAS 3.8 reads no disabled source, and refuses selections of a source that it has not read: a source with selections
 * is created enabled, and disabled at the end.
 */
const isDisabledLater = ({ extras, selections }: Pick<SourceTarget, 'extras' | 'selections'>): boolean =>
  extras?.enabled === false && selections.some(selectsSomething)

/**
 * The same steps; first, a source that stays disabled is enabled, if they make selections. With its address, MAAS would
 * sync it.
 */
function onceEnabled(
  { source }: SourceState,
  { spec, extras }: SourceTarget,
  made: SourceStep[],
): SourceStep[] {
  const isOff = source.enabled === false && extras?.enabled === false
  if (!spec || !isOff || made.every(({ kind }) => kind === 'delete-selection')) return made
  // its name and priority may become free only later
  return [update(source.id, spec, { ...extras, ...extrasOf(source), enabled: true }), ...made]
}

/** @param beside the sources that exist when it is created */
function creation(
  spec: SourceSpec,
  { extras, selections }: SourceTarget,
  beside: readonly SourceState[],
): SourceStep[] {
  const { name: _name, priority: _priority, ...rest } = extras ?? {}
  const free = extras && !isTaken(extras, beside) ? extras : rest
  const read = isDisabledLater({ extras, selections }) ? { ...free, enabled: true } : free
  return [
    { kind: 'create-source', spec, ...(extras && { extras: read }) },
    ...selections
      .filter(selectsSomething)
      .map((wanted): SourceStep => ({ kind: 'create-selection', sourceId: null, wanted })),
  ]
}

/** The source that an interrupted change created at the alternate address of its target. */
export function standInOf(
  now: readonly SourceState[],
  { spec }: SourceTarget,
  before: readonly SourceState[],
): SourceState | undefined {
  const url = spec && alternateAddress(now, spec.url)
  if (!spec || url === null) return undefined
  const made = now.filter(({ source }) => !before.some((former) => former.source.id === source.id))
  return made.find(({ source }) => sameSpec(specOf(source), { ...spec, url }))
}

/**
 * MAAS fails on the keyring data that it has stored (500, recorded from 3.5.13): a source with keyring data
 * can be changed only if data is sent again, and never to a filename.
 */
export const canUpdate = ({ source }: SourceState, spec: SourceSpec): boolean =>
  source.keyring_data === '' || spec.keyring_data !== ''

const removal = ({ source: { id, url } }: SourceState): SourceStep => ({ kind: 'delete-source', id, url })
