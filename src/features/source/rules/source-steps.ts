import { dropsArches } from '#selections/outcome/drops-arches.ts'
import type { BootSource, NewSelection, Selection } from '#contract/maas.ts'
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
import { sameSelection } from '#selections/wanted.ts'

type Context = {
  readonly importing: boolean
  /** What there was when the change began, where it goes on with one that has stopped half-way. */
  readonly before?: readonly SourceState[]
}

/**
 * The calls that lead from what the region has to what it shall have; none when it is so already, so running it again
 * does only what is left. The source is updated in place where MAAS allows it: id and selections stay.
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
 * A source that is added with nothing selected of it: MAAS is not asked for an import, which would bring nothing of
 * it, or up to 3.7 everything.
 */
export const addsOnly = ({ spec, replaces, selections, back }: SourceTarget): boolean =>
  spec !== null && replaces === null && !back && !selections.some(selectsSomething)

function sourceSteps(
  now: readonly SourceState[],
  target: SourceTarget,
  before: readonly SourceState[],
): SourceStep[] {
  const { spec, extras, selections } = target
  const others = now.filter(({ source }) => source.id !== target.replaces)
  const old = now.find(({ source }) => source.id === target.replaces)
  const remove = old ? [removal(old)] : []
  if (!spec) return remove
  const there = now.find(({ source }) => sameSpec(specOf(source), spec))
  const named = (id: number | null) => (extras ? [update(id, spec, extras)] : [])
  if (there) {
    // it is in place, or has been created before: what is left are its selections, the old one, and its rank
    const isNamed = !extras || extrasText(extras) === extrasText(extrasOf(there.source))
    return [
      ...selectionSteps(there, selections),
      ...(there === old ? [] : remove),
      ...(isNamed ? [] : named(there.source.id)),
    ]
  }
  const standIn = standInOf(now, target, before)
  if (standIn) {
    return [...selectionSteps(standIn, selections), ...remove, update(standIn.source.id, spec, extras)]
  }
  if (old && canUpdate(old, spec)) {
    return [update(old.source.id, spec, extras), ...selectionSteps(old, selections)]
  }
  // only after the old one is gone its name and priority are free
  const rename = extras && isTaken(extras, now) ? named(null) : []
  if (old?.source.url !== spec.url) return [...creation(spec, target, now), ...remove, ...rename]
  // MAAS knows an address once only: what takes its place is made at the twin of the address, and gets it in the end
  const url = alternateAddress(now, spec.url)
  return url === null || now.some(({ source }) => source.url === url)
    ? [...remove, ...creation(spec, target, others)]
    : [...creation({ ...spec, url }, target, now), ...remove, update(null, spec, extras)]
}

const update = (id: number | null, spec: SourceSpec, extras: SourceExtras | undefined): SourceStep => ({
  kind: 'update-source',
  id,
  spec,
  ...(extras && { extras }),
})

/** Whether a source has this name or this priority, of which MAAS takes each only once. */
const isTaken = ({ name, priority }: SourceExtras, by: readonly SourceState[]): boolean =>
  by.some(({ source }) => source.name === name || source.priority === priority)

/** @param beside the sources that are there when it is created. */
function creation(
  spec: SourceSpec,
  { extras, selections }: SourceTarget,
  beside: readonly SourceState[],
): SourceStep[] {
  const { name: _name, priority: _priority, ...rest } = extras ?? {}
  const free = extras && !isTaken(extras, beside) ? extras : rest
  return [
    { kind: 'create-source', spec, ...(extras && { extras: free }) },
    ...selections
      .filter(selectsSomething)
      .map((wanted): SourceStep => ({ kind: 'create-selection', sourceId: null, wanted })),
  ]
}

/** What was made at the twin of the target's address by a change that has stopped half-way. */
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
 * MAAS trips over its own copy of keyring data (500, recorded from 3.5.13): a source that has some is changed only when
 * it is sent data again, and never to a file name.
 */
export const canUpdate = ({ source }: SourceState, spec: SourceSpec): boolean =>
  source.keyring_data === '' || spec.keyring_data !== ''

/** What is new comes before what goes: MAAS refuses to delete the commissioning release's selection. */
function selectionSteps({ source, selections }: SourceState, wanted: readonly NewSelection[]): SourceStep[] {
  const find = ({ os, release }: NewSelection) =>
    selections.find((selection) => selection.os === os && selection.release === release)
  const creates: SourceStep[] = []
  const updates: SourceStep[] = []
  for (const one of wanted) {
    const saved = find(one)
    if (!saved && !selectsSomething(one)) continue
    if (!saved) creates.push({ kind: 'create-selection', sourceId: source.id, wanted: one })
    else if (!sameSelection(saved, one)) updates.push(...changed(source, saved, one))
  }
  const deletes = selections
    .filter(({ os, release }) => !wanted.some((one) => one.os === os && one.release === release))
    .map(({ id, os, release }): SourceStep => ({
      kind: 'delete-selection',
      sourceId: source.id,
      id,
      os,
      release,
    }))
  return [...creates, ...updates, ...deletes]
}

/** Whether MAAS deletes the images of a selection to change it: MAAS 3.8, which alone ranks sources. */
export const isRecreated = (source: BootSource, { arches }: Selection, wanted: NewSelection): boolean =>
  extrasOf(source) !== undefined && dropsArches(arches, wanted.arches, null)

/** MAAS 3.8, which alone ranks sources, drops no architecture by an update: the selection is deleted and made anew. */
function changed(source: BootSource, saved: Selection, wanted: NewSelection): SourceStep[] {
  const { id, os, release } = saved
  if (!isRecreated(source, saved, wanted))
    return [{ kind: 'update-selection', sourceId: source.id, id, wanted }]
  return [
    { kind: 'delete-selection', sourceId: source.id, id, os, release },
    { kind: 'create-selection', sourceId: source.id, wanted },
  ]
}

const removal = ({ source: { id, url } }: SourceState): SourceStep => ({ kind: 'delete-source', id, url })
