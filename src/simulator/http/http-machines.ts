import { DEFAULT_DOMAIN, DEFAULT_ZONE } from './inventory.ts'
import { json } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { invalid, missing } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import { MACHINE_STATES, type Machine } from '#simulator/state/machines.ts'

/** The names by which MAAS filters (its own enumeration NODE_STATUS). */
const STATE_NAMES: readonly string[] = (
  'allocated broken commissioning default deployed deploying disk_erasing entering_rescue_mode ' +
  'exiting_rescue_mode failed_commissioning failed_deployment failed_disk_erasing failed_entering_rescue_mode ' +
  'failed_exiting_rescue_mode failed_releasing failed_testing missing new ready releasing rescue_mode reserved ' +
  'retired testing'
).split(' ')

const shown = (machine: Machine) => ({
  system_id: machine.systemId,
  hostname: machine.hostname,
  fqdn: `${machine.hostname}.maas`,
  description: '',
  architecture: machine.architecture,
  osystem: machine.os,
  distro_series: machine.release,
  status: MACHINE_STATES[machine.state],
  status_name: `${machine.state.charAt(0).toUpperCase()}${machine.state.slice(1)}`,
  owner: machine.state === 'ready' ? '' : 'admin',
  locked: false,
  power_state: machine.state === 'ready' ? 'off' : 'on',
  cpu_count: 8,
  memory: 16_384,
  storage: 500_107.862016,
  tag_names: [],
  ip_addresses: [],
  interface_set: [],
  domain: DEFAULT_DOMAIN,
  zone: DEFAULT_ZONE,
  node_type: 0,
  node_type_name: 'Machine',
  resource_uri: `/MAAS/api/2.0/machines/${machine.systemId}/`,
})

/** The machines of a scenario. MAAS lists all of them, of the named states only if `status` is there. */
export const machines = (region: Region): Endpoint[] => [
  {
    path: 'machines/',
    handler: 'MachinesHandler',
    doc: 'List machines.',
    access: 'users, administrators to write',
    anonymous: ['GET', 'POST'],
    allow: 'GET, POST',
    operations: {
      GET: action('List machines.', ({ query }) => {
        const wanted = query.getAll('status')
        const wrong = wanted.find((name) => !STATE_NAMES.includes(name))
        if (wrong !== undefined)
          throw invalid({
            status: [`Select a valid choice. ${wrong} is not one of the available choices.`],
          })
        const found = region.machines().filter(({ state }) => wanted.length === 0 || wanted.includes(state))
        return json(found.map(shown))
      }),
      POST: notEmbedded,
    },
  },
  {
    path: 'machines/:system_id/',
    handler: 'MachineHandler',
    doc: 'Read a machine.',
    access: 'users, administrators to write',
    allow: 'DELETE, PUT, GET',
    operations: {
      GET: action('Read a machine.', ({ part }) => {
        const found = region.machines().find(({ systemId }) => systemId === part('system_id'))
        if (found === undefined) throw missing('Machine')
        return json(shown(found))
      }),
      PUT: notEmbedded,
      DELETE: notEmbedded,
    },
  },
]
