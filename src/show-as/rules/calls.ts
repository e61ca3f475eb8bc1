import type { NewSelection } from '#contract/maas.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceName } from '#selections/source-name.ts'
import { keyringVariables } from './keyrings.ts'
import type { Plan, PlanStep } from './model.ts'

/** A field of a request: a text, or the content of the file that a shell variable names. */
export type Field =
  { readonly name: string; readonly value: string } | { readonly name: string; readonly file: string }

/** A part of a path; a variable holds the ID of a source that an earlier call has created. */
export type Segment = string | number | { readonly variable: string }

/** One request to API 2.0 of MAAS. */
export type Call = {
  /** What it does, in words. */
  readonly title: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  /** Below `/MAAS/api/2.0/`. */
  readonly path: readonly Segment[]
  readonly op?: string
  readonly fields: readonly Field[]
  /** The variable that keeps the ID in the answer. */
  readonly keeps?: string
  /** MAAS refuses the call until it has read the source. */
  readonly untilRead?: true
  /** An import that only lets MAAS read a source. */
  readonly readsSource?: true
  /** Wait until no import runs, before the call (`before`) or after it (`after`). */
  readonly importEnds?: 'before' | 'after'
}

/** MAAS up to 3.7 reads this source only during an import (recorded from 3.5.13). */
const READ_BY_IMPORT = 1

/** The requests that carry out a plan, in order. */
export function callsOf(plan: Plan): Call[] {
  const oneImport = capabilitiesOf(plan.version).syncsSelections
  const keyrings = keyringVariables(plan.steps)
  const calls: Call[] = []
  /** Sources whose content MAAS has not read yet. */
  const unread = new Set<Segment>()
  const isFresh = new Set<Segment>()
  let created = 0
  let source: Segment = ''
  const importCall: Call = {
    title: 'Start the import',
    method: 'POST',
    path: ['boot-resources'],
    op: 'import',
    fields: [],
    ...(oneImport && { importEnds: 'before' }),
  }
  const select = (call: Omit<Call, 'fields'>, id: Segment, wanted: NewSelection) => {
    if (id === READ_BY_IMPORT && !oneImport && unread.delete(id))
      calls.push({
        ...importCall,
        title: 'Let MAAS read boot source 1, which it does only during an import',
        readsSource: true,
      })
    calls.push({ ...call, fields: listFields(wanted), ...(isFresh.has(id) && { untilRead: true }) })
  }
  for (const step of plan.steps) {
    switch (step.kind) {
      case 'stop-import':
        calls.push({
          title: 'Stop the running import',
          method: 'POST',
          path: ['boot-resources'],
          op: 'stop_import',
          fields: [],
          importEnds: 'after',
        })
        break
      case 'create-source': {
        created += 1
        const keeps = variableOf(created)
        source = { variable: keeps }
        isFresh.add(source)
        calls.push({
          title: `Create the boot source ${sourceName(step.spec.url)}`,
          method: 'POST',
          path: ['boot-sources'],
          fields: sourceFields(step, keyrings),
          keeps,
        })
        break
      }
      case 'update-source': {
        const id: Segment = step.id ?? source
        unread.add(id)
        isFresh.add(id)
        calls.push({
          title: `Change the boot source to ${sourceName(step.spec.url)}`,
          method: 'PUT',
          path: ['boot-sources', id],
          fields: sourceFields(step, keyrings),
        })
        break
      }
      case 'change-details':
        calls.push({
          title: `Change the details of the boot source ${sourceName(step.url)}`,
          method: 'PUT',
          path: ['boot-sources', step.id],
          fields: [...keyringField(step.keyring_data, keyrings), ...extraFields(step.details)],
        })
        break
      case 'delete-source':
        calls.push({
          title: `Delete the boot source ${sourceName(step.url)}`,
          method: 'DELETE',
          path: ['boot-sources', step.id],
          fields: [],
        })
        break
      case 'create-selection': {
        const id: Segment = step.sourceId ?? source
        const title = `Select ${step.wanted.os} ${step.wanted.release}`
        select({ title, method: 'POST', path: ['boot-sources', id, 'selections'] }, id, step.wanted)
        break
      }
      case 'update-selection': {
        const title = `Change the selection of ${step.wanted.os} ${step.wanted.release}`
        const path = ['boot-sources', step.sourceId, 'selections', step.id]
        select({ title, method: 'PUT', path }, step.sourceId, step.wanted)
        break
      }
      case 'delete-selection':
        calls.push({
          title: `Clear ${step.os} ${step.release}`,
          method: 'DELETE',
          path: ['boot-sources', step.sourceId, 'selections', step.id],
          fields: [],
        })
        break
      case 'delete-resource':
        calls.push({
          title: `Delete boot resource ${step.id}, a kernel of ${step.name} ${step.arch}`,
          method: 'DELETE',
          path: ['boot-resources', step.id],
          fields: [],
        })
        break
      case 'set-setting':
        calls.push({
          title: `Set ${step.name} to ${step.value === '' ? 'no value' : step.value}`,
          method: 'POST',
          path: ['maas'],
          op: 'set_config',
          fields: [
            { name: 'name', value: step.name },
            { name: 'value', value: step.value },
          ],
        })
        break
      default:
        calls.push(importCall)
    }
  }
  return calls
}

/** The name of the variable for the ID of the n-th created source: SOURCE, SOURCE_2 */
const variableOf = (n: number): string => (n === 1 ? 'SOURCE' : `SOURCE_${n}`)

/** The fields of a source. */
function sourceFields(
  step: Extract<PlanStep, { spec: unknown }>,
  keyrings: ReadonlyMap<string, string>,
): Field[] {
  const { url, keyring_filename, keyring_data } = step.spec
  return [
    { name: 'url', value: url },
    { name: 'keyring_filename', value: keyring_filename },
    ...keyringField(keyring_data, keyrings),
    ...extraFields(step.extras ?? {}),
  ]
}

/** Keyring data goes as a file, the only form that MAAS reads. */
function keyringField(data: string, keyrings: ReadonlyMap<string, string>): Field[] {
  const file = keyrings.get(data)
  return file === undefined ? [] : [{ name: 'keyring_data', file }]
}

const extraFields = (extras: object): Field[] =>
  Object.entries(extras).map(([name, value]) => ({ name, value: String(value) }))

/** The fields of a selection: lists are repeated fields. */
const listFields = ({ os, release, ...lists }: NewSelection): Field[] => [
  { name: 'os', value: os },
  { name: 'release', value: release },
  ...(['arches', 'subarches', 'labels'] as const).flatMap((name) =>
    lists[name].map((value) => ({ name, value })),
  ),
]
