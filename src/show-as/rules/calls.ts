import { capabilitiesOf, NOT_READ_WHEN_SAVED } from '#selections/maas-version.ts'
import { sourceName } from '#selections/source-name.ts'
import type { ApiCall } from './call.ts'
import { type Keyrings, listFields, sourceFields } from './fields.ts'
import { type FollowedSources, followSources } from './followed-sources.ts'
import { keyringVariables } from './keyrings.ts'
import type { Plan, PlanStep } from './model.ts'
import { soleCall } from './sole-call.ts'

type Context = {
  /** Whether MAAS runs one import at a time, and reads sources without one. */
  readonly oneImport: boolean
  readonly keyrings: Keyrings
  readonly sources: FollowedSources
}
type Step<Kind extends PlanStep['kind']> = Extract<PlanStep, { kind: Kind }>

/** The requests that carry out a plan, in order. */
export function callsOf({ version, steps }: Plan): ApiCall[] {
  const context: Context = {
    oneImport: capabilitiesOf(version).syncsSelections,
    keyrings: keyringVariables(steps),
    sources: followSources(),
  }
  return steps.flatMap((step) => callsOfStep(step, context))
}

function callsOfStep(step: PlanStep, context: Context): ApiCall[] {
  switch (step.kind) {
    case 'create-source':
      return [createSource(step, context)]
    case 'update-source':
      return [updateSource(step, context)]
    case 'create-selection':
    case 'update-selection':
      return select(step, context)
    case 'import':
      return [importCall(context)]
    default:
      return [soleCall(step, context.keyrings)]
  }
}

function createSource(step: Step<'create-source'>, { sources, keyrings }: Context): ApiCall {
  const keeps = sources.create()
  return {
    title: `Create the boot source ${sourceName(step.spec.url)}`,
    method: 'POST',
    path: ['boot-sources'],
    fields: sourceFields(step, keyrings),
    keeps,
  }
}

function updateSource(step: Step<'update-source'>, { sources, keyrings }: Context): ApiCall {
  const source = sources.of(step.id)
  sources.change(source)
  return {
    title: `Change the boot source to ${sourceName(step.spec.url)}`,
    method: 'PUT',
    path: ['boot-sources', source],
    fields: sourceFields(step, keyrings),
  }
}

/** The call for a selection, after one that lets MAAS read its source, if that needs one. */
function select(step: Step<'create-selection' | 'update-selection'>, context: Context): ApiCall[] {
  const { sources, oneImport } = context
  const { os, release } = step.wanted
  const source = sources.of(step.sourceId)
  const isNew = step.kind === 'create-selection'
  const needsImport = source === NOT_READ_WHEN_SAVED && !oneImport && sources.takeUnread(source)
  const read: ApiCall = {
    ...importCall(context),
    title: 'Let MAAS read boot source 1: saving it is not enough',
    readsSource: true,
  }
  const call: ApiCall = {
    title: isNew ? `Select ${os} ${release}` : `Change the selection of ${os} ${release}`,
    method: isNew ? 'POST' : 'PUT',
    path: ['boot-sources', source, 'selections', ...(isNew ? [] : [step.id])],
    fields: listFields(step.wanted),
    ...(sources.isFresh(source) && { untilRead: true }),
  }
  return needsImport ? [read, call] : [call]
}

const importCall = ({ oneImport }: Context): ApiCall => ({
  title: 'Start the import',
  method: 'POST',
  path: ['boot-resources'],
  op: 'import',
  fields: [],
  ...(oneImport && { importEnds: 'before' }),
})
