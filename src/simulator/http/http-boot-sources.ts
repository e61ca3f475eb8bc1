import { gone, json, timestamp } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import type { Form } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Source } from '#simulator/state/state.ts'

const shown = (region: Region, source: Source) => ({
  created: timestamp(source.created, region.version),
  updated: timestamp(source.updated, region.version),
  url: source.url,
  keyring_filename: source.keyringFilename,
  id: source.id,
  keyring_data: source.keyringData === null ? '' : base64(source.keyringData),
  resource_uri: `/MAAS/api/2.0/boot-sources/${source.id}/`,
  ...(region.ranksSources && {
    name: source.name,
    priority: source.priority,
    enabled: source.enabled,
    skip_keyring_verification: source.skipsVerification,
  }),
})

/** The keyring counts only as an uploaded file; as text it is silently ignored. */
const sent = (form: Form) => ({
  url: form.text('url'),
  keyringFilename: form.text('keyring_filename'),
  keyringData: form.file('keyring_data'),
  name: form.text('name'),
  priority: form.text('priority'),
  enabled: form.text('enabled'),
  skipsVerification: form.text('skip_keyring_verification'),
})

export const bootSources = (region: Region): Endpoint[] => [
  {
    path: 'boot-sources/',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, POST',
    operations: {
      GET: () => json(region.sources().map((source) => shown(region, source))),
      POST: ({ form }) => json(shown(region, region.createSource(sent(form))), 201),
    },
  },
  {
    path: 'boot-sources/:source/',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'DELETE, PUT, GET',
    operations: {
      GET: ({ id }) => json(shown(region, region.source(id('source')))),
      PUT: ({ id, form }) => json(shown(region, region.updateSource(id('source'), sent(form)))),
      DELETE: ({ id }) => {
        region.deleteSource(id('source'))
        return gone()
      },
    },
  },
]

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
