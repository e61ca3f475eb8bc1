import { json, plain } from './answers.ts'
import { endpoint } from './endpoint.ts'
import { missing } from './refusal.ts'
import type { Region } from './region.ts'

/** The one rack of the embedded region. From MAAS 3.5 on racks hold no images, so it is always in step. */
const RACK = {
  system_id: 'emb3dd',
  hostname: 'embedded',
  fqdn: 'embedded.maas',
  node_type: 4,
  node_type_name: 'Region and rack controller',
  resource_uri: '/MAAS/api/2.0/rackcontrollers/emb3dd/',
}

export const racks = (region: Region) => [
  endpoint(region, {
    path: 'rackcontrollers/',
    admin: 'to write',
    allow: 'GET, POST',
    operations: {
      GET: () => json([RACK]),
      'POST op=import_boot_images': () => plain('Accepted', 202),
    },
  }),
  endpoint(region, {
    path: 'rackcontrollers/:rack/',
    admin: 'to write',
    allow: 'GET, PUT, POST, DELETE',
    operations: {
      GET: ({ part }) => json(rack(part('rack'))),
      'GET op=list_boot_images': ({ part }) => {
        rack(part('rack'))
        return json({ connected: true, images: [], status: 'synced' })
      },
      'POST op=import_boot_images': ({ part }) => {
        rack(part('rack'))
        return plain('Accepted', 202)
      },
    },
  }),
]

function rack(systemId: string) {
  if (systemId !== RACK.system_id) throw missing('RackController')
  return RACK
}
