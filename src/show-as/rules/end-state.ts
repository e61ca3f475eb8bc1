import type { NewSelection } from '#contract/maas.ts'
import { plainSelection } from '#selections/wanted.ts'
import type { Plan, PlanStep } from './model.ts'

type Update = Extract<PlanStep, { kind: 'update-source' }>

/** A selection after a plan. `id` null: the plan creates it. */
type SelectionThen = NewSelection & { readonly id: number | null; readonly isRecreated?: true }

/** A source and its selections after a plan. `id` null: the plan creates it. */
export type SourceThen = {
  readonly id: number | null
  readonly spec: Update['spec']
  readonly extras?: Partial<NonNullable<Update['extras']>>
  readonly selections: readonly SelectionThen[]
}
type Changing = { -readonly [Key in keyof SourceThen]: SourceThen[Key] } & { selections: SelectionThen[] }

/** What a region has after a plan. */
export function endState({ before, steps }: Plan): SourceThen[] {
  const sources: Changing[] = before.map(({ source, selections }) => {
    const { id, url, keyring_filename, keyring_data } = source
    const { name, priority, enabled = true, skip_keyring_verification = false } = source
    return {
      id,
      spec: { url, keyring_filename, keyring_data },
      ...(name !== undefined &&
        priority !== undefined && { extras: { name, priority, enabled, skip_keyring_verification } }),
      selections: selections.map((one) => ({ ...plainSelection(one), id: one.id })),
    }
  })
  const find = (id: number | null): Changing | undefined =>
    id === null ? sources.findLast((one) => one.id === null) : sources.find((one) => one.id === id)
  const gone: string[] = []
  for (const step of steps) {
    switch (step.kind) {
      case 'create-source':
        sources.push({
          id: null,
          spec: step.spec,
          ...(step.extras && { extras: step.extras }),
          selections: [],
        })
        break
      case 'update-source': {
        const source = find(step.id)
        if (source) Object.assign(source, { spec: step.spec }, step.extras && { extras: step.extras })
        break
      }
      case 'change-details': {
        const source = find(step.id)
        if (source) source.extras = { ...source.extras, ...step.details }
        break
      }
      case 'delete-source':
        sources.splice(
          sources.findIndex(({ id }) => id === step.id),
          1,
        )
        break
      case 'create-selection': {
        const { sourceId, wanted } = step
        const isRecreated = gone.includes(`${sourceId} ${wanted.os} ${wanted.release}`)
        find(sourceId)?.selections.push({ ...wanted, id: null, ...(isRecreated && { isRecreated }) })
        break
      }
      case 'update-selection': {
        const source = find(step.sourceId)
        if (source)
          source.selections = source.selections.map((one) =>
            one.id === step.id ? { ...step.wanted, id: step.id } : one,
          )
        break
      }
      case 'delete-selection': {
        const source = find(step.sourceId)
        if (source) source.selections = source.selections.filter(({ id }) => id !== step.id)
        gone.push(`${step.sourceId} ${step.os} ${step.release}`)
        break
      }
      default:
    }
  }
  return sources
}
