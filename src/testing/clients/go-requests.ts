import {
  BOOT_RESOURCE,
  DOMAIN,
  EVENTS,
  KEY,
  LISTED_KEY,
  NOTIFICATION,
  RACK,
  USER,
  ZONE,
} from './answer-types.ts'
import { CONNECTION, SELECTIONS, SOURCES } from './go-source-requests.ts'
import type { GoRequest } from './go-wire.ts'
import type { Step } from './steps.ts'

/*
 * The requests of Terraform's provider for MAAS and of gomaasclient below it, in an order in which a plan can make them.
 * `by` names the resource (r) or data source (d) of the provider, or the call of gomaasclient.
 * Sources: canonical/terraform-provider-maas, canonical/gomaasclient and juju/gomaasapi; what they send was recorded.
 */

type GoStep = Step<GoRequest>

const RESOURCES: GoStep[] = [
  {
    // gomaasclient writes the name of the parameter with a capital, which MAAS does not read: it lists all images
    by: 'd maas_boot_resources',
    sends: 'GET boot-resources/?Type=synced',
    status: 200,
    reads: { list: BOOT_RESOURCE },
    keeps: { as: 'resource', field: '0.id' },
  },
  {
    by: 'BootResource.Get',
    sends: 'GET boot-resources/{resource}/',
    status: 200,
    reads: BOOT_RESOURCE,
    needs: ['id', 'name', 'architecture', 'sets'],
  },
  { by: 'BootResources.Import', sends: 'POST boot-resources/?op=import', status: 200 },
  {
    by: 'BootResources.IsImporting',
    sends: 'GET boot-resources/?op=is_importing',
    status: 200,
    reads: 'bool',
  },
  { by: 'BootResources.StopImport', sends: 'POST boot-resources/?op=stop_import', status: 200 },
  { by: 'BootResource.Delete', sends: 'DELETE boot-resources/{resource}/', status: 204 },
]

const CONFIGURATION: GoStep[] = [
  {
    by: 'd maas_configuration',
    sends: 'GET maas/?name=default_osystem&op=get_config',
    status: 200,
    reads: 'bytes',
  },
  {
    by: 'r maas_configuration',
    sends: 'POST maas/?op=set_config',
    form: [
      ['name', 'boot_images_auto_import'],
      ['value', 'false'],
    ],
    status: 200,
    reads: 'bytes',
  },
  {
    by: 'r maas_configuration, empty',
    sends: 'POST maas/?op=set_config',
    form: [
      ['name', 'http_proxy'],
      ['value', ''],
    ],
    status: 200,
    reads: 'bytes',
  },
  { by: 'd maas_configuration, unknown', sends: 'GET maas/?name=nope&op=get_config', status: 400 },
]

const KEYS: GoStep[] = [
  {
    by: 'r maas_api_key',
    sends: 'POST account/?op=create_authorisation_token',
    form: [['name', 'go']],
    status: 200,
    reads: KEY,
    needs: ['name', 'token_key', 'token_secret', 'consumer_key'],
    keeps: { as: 'token', field: 'token_key' },
  },
  {
    by: 'd maas_api_key',
    sends: 'GET account/?op=list_authorisation_tokens',
    status: 200,
    reads: { list: LISTED_KEY },
  },
  {
    by: 'r maas_api_key, renamed',
    sends: 'POST account/?op=update_token_name',
    form: [
      ['name', 'go2'],
      ['token', '{token}'],
    ],
    status: 202,
    reads: 'bytes',
  },
  {
    by: 'r maas_api_key, deleted',
    sends: 'POST account/?op=delete_authorisation_token',
    form: [['token_key', '{token}']],
    status: 204,
    reads: 'bytes',
  },
]

const LISTS: GoStep[] = [
  { by: 'Users.Get', sends: 'GET users/', status: 200, reads: { list: USER } },
  { by: 'User.Get', sends: 'GET users/admin/', status: 200, reads: USER, needs: ['username'] },
  { by: 'Events.Get', sends: 'GET events/?limit=3&op=query', status: 200, reads: EVENTS, needs: ['events'] },
  { by: 'Notifications.Get', sends: 'GET notifications/', status: 200, reads: { list: NOTIFICATION } },
  { by: 'd maas_rack_controllers', sends: 'GET rackcontrollers/', status: 200, reads: { list: RACK } },
  { by: 'd maas_machines', sends: 'GET machines/', status: 200, reads: { list: 'bytes' } },
  { by: 'd maas_zone', sends: 'GET zones/', status: 200, reads: { list: ZONE } },
  { by: 'Domains.Get', sends: 'GET domains/', status: 200, reads: { list: DOMAIN } },
  { by: 'Tags.Get', sends: 'GET tags/', status: 200, reads: { list: 'bytes' } },
]

export const GO_STEPS: readonly GoStep[] = [
  ...CONNECTION,
  ...SOURCES,
  ...SELECTIONS,
  ...RESOURCES,
  ...CONFIGURATION,
  ...KEYS,
  ...LISTS,
]

/** What the same client finds in a MAAS and not in the embedded region, and why. */
export const GO_DIFFERENCES: readonly (GoRequest & { maas: number; status: number; reason: string })[] = [
  ...[
    'POST users/?op=',
    'DELETE users/operator/',
    'POST notifications/?op=',
    'POST machines/?op=',
    'POST zones/?op=',
    'POST domains/?op=',
    'POST tags/?op=',
  ].map((sends) => ({
    sends,
    maas: sends.startsWith('DELETE') ? 204 : 200,
    status: 501,
    reason: 'the embedded region lists these and never changes them: only images can be changed',
  })),
  ...['devices', 'fabrics', 'spaces', 'subnets', 'resourcepools', 'vm-hosts', 'package-repositories'].map(
    (collection) => ({
      sends: `GET ${collection}/`,
      maas: 200,
      status: 404,
      reason: 'the embedded region has no machines and no networks',
    }),
  ),
]
