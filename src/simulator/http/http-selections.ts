import { gone, json } from './answers.ts'
import type { Endpoint } from './endpoint.ts'
import type { Form } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Selection } from '#simulator/state/state.ts'

const shown = ({ id, sourceId, os, release, arches, subarches, labels }: Selection) => ({
  os,
  release,
  arches,
  subarches,
  labels,
  boot_source_id: sourceId,
  id,
  resource_uri: `/MAAS/api/2.0/boot-sources/${sourceId}/selections/${id}/`,
})

const sent = (form: Form) => ({
  os: form.text('os'),
  release: form.text('release'),
  arches: form.list('arches'),
  subarches: form.list('subarches'),
  labels: form.list('labels'),
})

export const selections = (region: Region): Endpoint[] => [
  {
    path: 'boot-sources/:source/selections/',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, POST',
    operations: {
      GET: ({ id }) => json(region.selections(id('source')).map(shown)),
      // 200 instead of 201, like MAAS
      POST: ({ id, form }) => json(shown(region.createSelection(id('source'), sent(form)))),
    },
  },
  {
    path: 'boot-sources/:source/selections/:selection/',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, DELETE, PUT',
    operations: {
      GET: ({ id }) => json(shown(region.selection(id('source'), id('selection')))),
      PUT: ({ id, form }) => json(shown(region.updateSelection(id('source'), id('selection'), sent(form)))),
      DELETE: ({ id }) => {
        region.deleteSelection(id('source'), id('selection'))
        return gone()
      },
    },
  },
]
