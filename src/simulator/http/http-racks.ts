import { json, plain } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { missing } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Rack } from '#simulator/state/racks.ts'

/** A rack in MAAS's words. */
const shown = ({ systemId, hostname, onRegion }: Rack) => ({
  system_id: systemId,
  hostname,
  fqdn: `${hostname}.maas`,
  ...(onRegion
    ? { node_type: 4, node_type_name: 'Region and rack controller' }
    : { node_type: 2, node_type_name: 'Rack controller' }),
  resource_uri: `/MAAS/api/2.0/rackcontrollers/${systemId}/`,
})

export const racks = (region: Region): Endpoint[] => [
  {
    path: 'rackcontrollers/',
    handler: 'RackControllersHandler',
    doc: 'List rack controllers.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_controllers' },
    anonymous: ['GET'],
    allow: 'GET, POST',
    operations: {
      GET: action('List rack controllers.', () => json(region.racks().map(shown))),
      'POST op=import_boot_images': action('Start an import on all rack controllers.', () =>
        plain('Accepted', 202),
      ),
    },
  },
  {
    path: 'rackcontrollers/:system_id/',
    handler: 'RackControllerHandler',
    doc: 'Read a rack controller.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_controllers' },
    allow: 'GET, PUT, POST, DELETE',
    operations: {
      GET: action('Read a rack controller.', ({ part }) => json(shown(rack(region, part('system_id'))))),
      'GET op=list_boot_images': action('List the images on a rack controller.', ({ part }) => {
        const status = rack(region, part('system_id')).behind ? 'out-of-sync' : 'synced'
        return json({ connected: true, images: [], status })
      }),
      PUT: notEmbedded,
      DELETE: notEmbedded,
      'POST op=import_boot_images': action('Start an import on a rack controller.', ({ part }) => {
        rack(region, part('system_id'))
        return plain('Accepted', 202)
      }),
    },
  },
]

function rack(region: Region, wanted: string): Rack {
  const found = region.racks().find(({ systemId }) => systemId === wanted)
  if (!found) throw missing('RackController')
  return found
}
