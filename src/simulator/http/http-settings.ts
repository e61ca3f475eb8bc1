import { compactJson, plain } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import { Refusal } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'

function needed(what: 'name' | 'value', given: string | null | undefined): string {
  if (given == null) throw new Refusal({ kind: 'refused', message: `No provided ${what}!` })
  return given
}

export const settings = (region: Region): Endpoint[] => [
  {
    path: 'maas/',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_configurations' },
    allow: 'GET, POST',
    operations: {
      'GET op=get_config': ({ query }) =>
        compactJson(region.getConfig(needed('name', query.get('name'))), 'application/json'),
      'POST op=set_config': ({ form }) => {
        const name = needed('name', form.text('name'))
        region.setConfig(name, needed('value', form.text('value')))
        return plain('OK')
      },
    },
  },
]
