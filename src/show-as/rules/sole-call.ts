import { sourceName } from '#selections/source-name.ts'
import type { ApiCall } from './call.ts'
import { detailFields, type Keyrings } from './fields.ts'
import type { PlanStep } from './model.ts'

/** Steps whose call does not depend on the calls before it. */
export type SoleStep = Exclude<
  PlanStep,
  { kind: 'create-source' | 'update-source' | 'create-selection' | 'update-selection' | 'import' }
>

/** The request that carries out a step. */
export function soleCall(step: SoleStep, keyrings: Keyrings): ApiCall {
  switch (step.kind) {
    case 'stop-import':
      return {
        title: 'Stop the running import',
        method: 'POST',
        path: ['boot-resources'],
        op: 'stop_import',
        fields: [],
        importEnds: 'after',
      }
    case 'change-details':
      return {
        title: `Change the details of the boot source ${sourceName(step.url)}`,
        method: 'PUT',
        path: ['boot-sources', step.id],
        fields: detailFields(step, keyrings),
      }
    case 'delete-source':
      return deletion(`Delete the boot source ${sourceName(step.url)}`, 'boot-sources', step.id)
    case 'delete-selection':
      return deletion(
        `Clear ${step.os} ${step.release}`,
        'boot-sources',
        step.sourceId,
        'selections',
        step.id,
      )
    case 'delete-resource': {
      const title = `Delete boot resource ${step.id}, a kernel of ${step.name} ${step.arch}`
      return deletion(title, 'boot-resources', step.id)
    }
    default:
      return {
        title: `Set ${step.name} to ${step.value === '' ? 'no value' : step.value}`,
        method: 'POST',
        path: ['maas'],
        op: 'set_config',
        fields: [
          { name: 'name', value: step.name },
          { name: 'value', value: step.value },
        ],
      }
  }
}

const deletion = (title: string, ...path: ApiCall['path']): ApiCall => ({
  title,
  method: 'DELETE',
  path,
  fields: [],
})
