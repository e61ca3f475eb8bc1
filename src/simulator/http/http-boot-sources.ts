import { toBase64 } from '#lib/text/base64.ts'
import { gone, json, timestamp } from './answers.ts'
import { action, type Endpoint } from './endpoint.ts'
import type { Form } from './form.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Source } from '#simulator/state/state.ts'

const shown = (region: Region, source: Source) => ({
  created: timestamp(source.created, region.version),
  updated: timestamp(source.updated, region.version),
  url: source.url,
  keyring_filename: source.keyringFilename,
  id: source.id,
  keyring_data: source.keyringData === null ? '' : toBase64(source.keyringData),
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

const fields = ({ ranksSources }: Region) => ({
  url: 'The address of the boot source, the folder above streams/.',
  keyring_filename: 'A keyring file on the region that verifies the source. Use it or keyring_data.',
  keyring_data: 'The keyring itself, as a file: keyring_data@=FILE. Use it or keyring_filename.',
  ...(ranksSources && {
    name: 'A name to recognize the source by.',
    priority: 'Of sources that offer the same image, the one with the highest priority is used.',
    enabled: 'false: MAAS does not import from the source.',
    skip_keyring_verification: 'true: MAAS does not check the signature of the source.',
  }),
})

export const bootSources = (region: Region): Endpoint[] => [
  {
    path: 'boot-sources/',
    handler: 'BootSourcesHandler',
    doc: 'List and add boot sources.',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'GET, POST',
    operations: {
      GET: action('List all boot sources.', () =>
        json(region.sources().map((source) => shown(region, source))),
      ),
      POST: action(
        'Add a boot source.',
        ({ form }) => json(shown(region, region.createSource(sent(form))), 201),
        fields(region),
      ),
    },
  },
  {
    path: 'boot-sources/:id/',
    handler: 'BootSourceHandler',
    doc: 'Read, change or delete a boot source.',
    access: 'administrators',
    permissions: { view: 'can_view_boot_entities', edit: 'can_edit_boot_entities' },
    allow: 'DELETE, PUT, GET',
    operations: {
      GET: action('Read a boot source.', ({ id }) => json(shown(region, region.source(id('id'))))),
      PUT: action(
        'Change a boot source. What is left out stays as it is.',
        ({ id, form }) => json(shown(region, region.updateSource(id('id'), sent(form)))),
        fields(region),
      ),
      DELETE: action('Delete a boot source together with its selections.', ({ id }) => {
        region.deleteSource(id('id'))
        return gone()
      }),
    },
  },
]
