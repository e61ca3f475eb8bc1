import { compactJson, gone, jsonText, prettyJson, text, timestamp } from './answers.ts'
import { sentUpload, UPLOAD_FIELDS } from './uploads/uploads.ts'
import { action, type Endpoint } from './endpoint.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Resource } from '#simulator/state/state.ts'

const TYPES: Record<string, 'Synced' | 'Uploaded' | null> = {
  all: null,
  synced: 'Synced',
  uploaded: 'Uploaded',
}

export function bootResources(region: Region): Endpoint[] {
  const listText = rememberedList(region)
  return [
    {
      path: 'boot-resources/',
      handler: 'BootResourcesHandler',
      doc: 'List, import and upload boot resources.',
      access: 'users, administrators to write',
      permissions: { edit: 'can_edit_boot_entities' },
      allow: 'GET, POST',
      operations: {
        GET: action(
          'List boot resources.',
          ({ query }) => jsonText(listText(query.getAll('type').at(-1) ?? 'all')),
          { type: 'synced, uploaded or all. Left out: all.' },
        ),
        'GET op=is_importing': action('Whether an import is running.', () =>
          compactJson(region.isImporting()),
        ),
        POST: action(
          'Upload an image: whole, or its size and SHA256 first and then the file in parts.',
          ({ form }) => jsonText(detailText(region.createUpload(sentUpload(form)), region.version), 201),
          UPLOAD_FIELDS,
        ),
        // both answer the same whether an import runs or not
        'POST op=import': action('Start an import.', () => {
          region.startImport()
          return text('Import of boot resources started')
        }),
        'POST op=stop_import': action('Stop the running import.', () => {
          region.stopImport()
          return text('Import of boot resources is being stopped')
        }),
      },
    },
    {
      path: 'boot-resources/:id/',
      handler: 'BootResourceHandler',
      doc: 'Read or delete a boot resource.',
      access: 'users, administrators to write',
      permissions: { edit: 'can_edit_boot_entities' },
      allow: 'GET, DELETE',
      operations: {
        GET: action('Read a boot resource with its versions and files.', ({ id }) =>
          jsonText(detailText(region.resource(id('id')), region.version)),
        ),
        DELETE: action(
          'Delete a boot resource. If it is selected, the next import downloads it again.',
          ({ id }) => {
            region.deleteResource(id('id'))
            return gone()
          },
        ),
      },
    },
  ]
}

/** The list of thousands of resources is written once and kept until it changes. */
function rememberedList(region: Region): (type: string) => string {
  let revision = ''
  const texts = new Map<string, string>()
  return (type) => {
    const wanted = TYPES[type]
    if (wanted === undefined)
      throw new MaasRefusal({
        kind: 'refused',
        message: `'${type}' is not a valid boot resource type. Available types: ['synced', 'uploaded']`,
      })
    if (revision !== region.resourcesRevision()) {
      revision = region.resourcesRevision()
      texts.clear()
    }
    const known =
      texts.get(type) ??
      prettyJson(region.resources(wanted).map((resource) => shown(resource, region.version)))
    texts.set(type, known)
    return known
  }
}

const shown = (resource: Resource, version: string) => ({
  id: resource.id,
  type: resource.type,
  name: resource.name,
  architecture: resource.architecture,
  resource_uri: `/MAAS/api/2.0/boot-resources/${resource.id}/`,
  last_deployed: resource.lastDeployed === null ? null : timestamp(resource.lastDeployed, version),
  ...(resource.title !== null && { title: resource.title }),
  ...(resource.subarches !== null && { subarches: resource.subarches }),
  ...(resource.baseImage !== null && { base_image: resource.baseImage }),
})

type Detail = ReturnType<Region['resource']>

/** The text of a boot resource with its sets, as API 2.0 shows it: the set that was created last comes first. */
export const detailText = (resource: Detail, version: string): string =>
  prettyJson(
    new Map<string, unknown>([
      ...Object.entries(shown(resource, version)),
      ['sets', new Map(resource.sets.toReversed().map((set) => [set.version, setShown(resource, set)]))],
    ]),
  )

const setShown = ({ id, controllers }: Detail, { version, label, files }: Detail['sets'][number]) => ({
  version,
  label,
  ...arrival(files, controllers),
  files: Object.fromEntries(
    files.map((file) => [
      file.filename,
      {
        filename: file.filename,
        filetype: file.filetype,
        sha256: file.sha256,
        filename_on_disk: file.sha256.slice(0, 7),
        ...arrival([file], controllers),
        ...(file.uploadId !== undefined &&
          file.done < file.size * controllers && {
            upload_uri: `/MAAS/api/2.0/boot-resources/${id}/upload/${file.uploadId}/`,
          }),
      },
    ]),
  ),
})

/**
 * `progress` is a percentage of what all region controllers together must hold, and exists only while bytes are missing
 * (BootResourceFile.sync_progress).
 */
function arrival(files: Detail['sets'][number]['files'], controllers: number) {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const whole = size * controllers
  const done = files.reduce((sum, file) => sum + file.done, 0)
  // a version whose files a later upload replaced is never complete
  if (files.length === 0) return { size, complete: false, progress: 0 }
  return { size, complete: done === whole, ...(done < whole && { progress: (100 * done) / whole }) }
}
