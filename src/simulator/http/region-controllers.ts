import { json } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { missing } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import { EMBEDDED } from '#simulator/state/racks.ts'
import { DEFAULT_DOMAIN, DEFAULT_ZONE } from './inventory.ts'

const UNKNOWN_HARDWARE = Object.fromEntries(
  `system_vendor system_product system_family system_version system_sku system_serial cpu_model mainboard_vendor
  mainboard_product mainboard_serial mainboard_version mainboard_firmware_vendor mainboard_firmware_date
  mainboard_firmware_version chassis_vendor chassis_type chassis_serial chassis_version`
    .split(/\s+/)
    .map((name) => [name, 'Unknown']),
)

const untested = (what: string) => ({ [`${what}_status`]: -1, [`${what}_status_name`]: 'Unknown' })

/** This machine and those of the other region controllers. */
const controllersOf = (region: Region) => [
  controllerOf(region, EMBEDDED),
  ...region.otherRegions().map(({ systemId, hostname }) => ({
    ...controllerOf(region, { system_id: systemId, hostname, fqdn: `${hostname}.maas` }),
    ...REGION_ONLY,
  })),
]

const REGION_ONLY = { node_type: 3, node_type_name: 'Region controller' }

/** A machine in the fields of a region controller, recorded from 3.5.13. */
const controllerOf = (region: Region, machine: typeof EMBEDDED) => ({
  ...machine,
  ...(region.racks().some(({ onRegion }) => onRegion)
    ? { node_type: 4, node_type_name: 'Region and rack controller' }
    : REGION_ONLY),
  version: region.version,
  description: '',
  domain: DEFAULT_DOMAIN,
  zone: DEFAULT_ZONE,
  tag_names: [],
  interface_set: [],
  architecture: null,
  osystem: '',
  distro_series: '',
  cpu_count: 0,
  cpu_speed: 0,
  memory: 0,
  swap_size: null,
  power_type: '',
  power_state: 'unknown',
  status_action: null,
  hardware_uuid: null,
  hardware_info: UNKNOWN_HARDWARE,
  commissioning_status: 0,
  commissioning_status_name: 'Pending',
  ...untested('testing'),
  ...untested('cpu_test'),
  ...untested('memory_test'),
  ...untested('network_test'),
  ...untested('storage_test'),
  ...untested('interface_test'),
  ...untested('other_test'),
  current_commissioning_result_id: 1,
  current_testing_result_id: null,
  current_installation_result_id: null,
  resource_uri: `/MAAS/api/2.0/regioncontrollers/${machine.system_id}/`,
})

export const regionControllers = (region: Region): Endpoint[] => [
  {
    path: 'regioncontrollers/',
    handler: 'RegionControllersHandler',
    doc: 'List region controllers.',
    access: 'users, administrators to write',
    anonymous: ['GET'],
    allow: 'GET, POST',
    operations: {
      GET: action('List region controllers.', ({ user }) =>
        // up to 3.7 others are not allowed to see controllers (_filter_visible_nodes)
        json(user.admin || region.ranksSources ? controllersOf(region) : []),
      ),
      'POST op=set_zone': notEmbedded,
    },
  },
  {
    path: 'regioncontrollers/:system_id/',
    handler: 'RegionControllerHandler',
    doc: 'Read a region controller.',
    access: 'users, administrators to write',
    allow: 'GET, PUT, DELETE',
    operations: {
      GET: action('Read a region controller.', ({ part }) => {
        const controller = controllersOf(region).find((one) => one.system_id === part('system_id'))
        if (!controller) throw missing('RegionController')
        return json(controller)
      }),
      PUT: notEmbedded,
      DELETE: notEmbedded,
    },
  },
]
