import { gone, json } from './answers.ts'
import { action, type Endpoint } from './endpoint.ts'
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

const FIELDS = {
  os: 'The operating system, such as ubuntu.',
  release: 'The release, such as noble.',
  arches: 'An architecture, or * for all. Repeat it for more than one.',
  subarches: 'A kernel, or * for all. Repeat it for more than one.',
  labels: 'A label of the stream, or * for all. Repeat it for more than one.',
}

export const selections = (region: Region): Endpoint[] => [
  {
    path: 'boot-sources/:boot_source_id/selections/',
    handler: 'BootSourceSelectionsHandler',
    doc: 'List and add the selections of a boot source.',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, POST',
    operations: {
      GET: action('List the selections of a boot source.', ({ id }) =>
        json(region.selections(id('boot_source_id')).map(shown)),
      ),
      // MAAS answers 200, not 201
      POST: action(
        'Add a selection. The next import downloads its images.',
        ({ id, form }) => json(shown(region.createSelection(id('boot_source_id'), sent(form)))),
        FIELDS,
      ),
    },
  },
  {
    path: 'boot-sources/:boot_source_id/selections/:id/',
    handler: 'BootSourceSelectionHandler',
    doc: 'Read, change or delete a selection of a boot source.',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, DELETE, PUT',
    operations: {
      GET: action('Read a selection.', ({ id }) =>
        json(shown(region.selection(id('boot_source_id'), id('id')))),
      ),
      PUT: action(
        'Change a selection. What is left out stays as it is.',
        ({ id, form }) => json(shown(region.updateSelection(id('boot_source_id'), id('id'), sent(form)))),
        FIELDS,
      ),
      DELETE: action('Delete a selection. The next import removes its images.', ({ id }) => {
        region.deleteSelection(id('boot_source_id'), id('id'))
        return gone()
      }),
    },
  },
]
