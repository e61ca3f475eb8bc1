import { compactJson, plain } from './answers.ts'
import { action, type Endpoint } from './endpoint.ts'
import { needed } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'

export const settings = (region: Region): Endpoint[] => [
  {
    path: 'maas/',
    handler: 'MaasHandler',
    doc: 'Read and change the settings of this MAAS.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_configurations' },
    allow: 'GET, POST',
    operations: {
      'GET op=get_config': action(
        'Read a setting.',
        ({ query }) => compactJson(region.getConfig(needed('name', query.get('name'))), 'application/json'),
        { name: 'Required. The name of the setting.' },
      ),
      'POST op=set_config': action(
        'Change a setting.',
        ({ form }) => {
          const name = needed('name', form.text('name'))
          region.setConfig(name, needed('value', form.text('value')))
          return plain('OK')
        },
        { name: 'Required. The name of the setting.', value: 'Required. Its new value.' },
      ),
    },
  },
]
