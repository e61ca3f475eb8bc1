import { EMBEDDED } from './region-controllers.ts'
import { json, plain } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { missing } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'

/**
 * The one rack of the embedded region. From MAAS 3.5 on racks hold no images, so each one is always in sync.
 */
const RACK = {
  ...EMBEDDED,
  node_type: 4,
  node_type_name: 'Region and rack controller',
  resource_uri: `/MAAS/api/2.0/rackcontrollers/${EMBEDDED.system_id}/`,
}

/** Up to MAAS 3.4 racks copy the images to their own disks; the second one is slow. */
const SECOND = {
  ...RACK,
  system_id: 'emb4ee',
  hostname: 'far-away',
  fqdn: 'far-away.maas',
  node_type: 2,
  node_type_name: 'Rack controller',
  resource_uri: '/MAAS/api/2.0/rackcontrollers/emb4ee/',
}

function racksOf({ version, hasRack }: Region) {
  if (!hasRack) return []
  return /^3\.[0-4]\./.test(version) ? [RACK, SECOND] : [RACK]
}

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
      GET: action('List rack controllers.', () => json(racksOf(region))),
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
      GET: action('Read a rack controller.', ({ part }) => json(rack(region, part('system_id')))),
      'GET op=list_boot_images': action('List the images on a rack controller.', ({ part }) => {
        const { system_id } = rack(region, part('system_id'))
        const status = system_id === SECOND.system_id ? 'out-of-sync' : 'synced'
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

function rack(region: Region, systemId: string) {
  const found = racksOf(region).find(({ system_id }) => system_id === systemId)
  if (!found) throw missing('RackController')
  return found
}
