import {
  BOOT_RESOURCE,
  DOMAIN,
  EVENTS,
  KEY,
  LISTED_KEY,
  NOTIFICATION,
  RACK,
  USER,
  VERSION,
  ZONE,
} from './answer-types.ts'
import { SELECTIONS, SOURCES } from './python-source-requests.ts'
import type { PythonRequest } from './python-wire.ts'
import type { Step } from './steps.ts'

/*
 * What the maas command of 3.5.13 (with "maas") and python-libmaas of May 2024 (with "client") sent when they ran against
 * the embedded region, other than what a recording of a MAAS already has.
 */

type PythonStep = Step<PythonRequest>

const HELLO = [...new TextEncoder().encode('hello')]
const HELLO_SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
const LOGIN: PythonStep[] = [
  {
    by: 'maas login',
    sends: 'GET users/?op=whoami',
    status: 200,
    reads: USER,
    needs: ['username'],
  },
  {
    by: 'maas login, maas refresh, client connect',
    sends: 'GET describe/',
    unsigned: true,
    status: 200,
    reads: 'bytes',
    needs: ['doc', 'hash', 'resources', 'handlers'],
  },
  {
    by: 'client login, first',
    sends: 'GET version/',
    unsigned: true,
    status: 200,
    reads: VERSION,
    // it logs in only if they have "authenticate-api"
    needs: ['capabilities'],
  },
  {
    by: 'client login',
    sends: 'POST /MAAS/accounts/authenticate/',
    unsigned: true,
    form: { username: 'admin', password: 'admin', consumer: 'ann@laptop' },
    status: 200,
    reads: KEY,
    needs: ['consumer_key', 'token_key', 'token_secret'],
  },
  {
    by: 'client login with a wrong password',
    sends: 'POST /MAAS/accounts/authenticate/',
    unsigned: true,
    form: { username: 'admin', password: 'no', consumer: 'ann@laptop' },
    status: 403,
  },
]

const UPLOAD: PythonStep['parts'] = [
  ['name', 'custom/py'],
  ['architecture', 'amd64/generic'],
  ['title', ''],
  ['filetype', 'tgz'],
  ['size', String(HELLO.length)],
  ['sha256', HELLO_SHA256],
]

const RESOURCES: PythonStep[] = [
  {
    by: 'client boot_resources.read',
    sends: 'GET boot-resources/',
    status: 200,
    reads: { list: BOOT_RESOURCE },
  },
  {
    by: 'client boot_resources.create',
    sends: 'POST boot-resources/',
    parts: UPLOAD,
    status: 201,
    reads: BOOT_RESOURCE,
    needs: ['id', 'type', 'name', 'architecture', 'sets'],
    keeps: { as: 'resource', field: 'id' },
  },
  {
    by: 'client boot_resources.create, the file',
    sends: 'PUT boot-resources/{resource}/upload/1/',
    bytes: HELLO,
    status: 200,
    reads: 'bytes',
  },
  {
    by: 'client boot_resources.create, the complete image',
    sends: 'GET boot-resources/{resource}/',
    status: 200,
    reads: BOOT_RESOURCE,
    needs: ['sets'],
  },
  {
    by: 'client boot_resources.start_import',
    sends: 'POST boot-resources/?op=import',
    parts: [],
    status: 200,
  },
  {
    by: 'client boot_resources.stop_import',
    sends: 'POST boot-resources/?op=stop_import',
    parts: [],
    status: 200,
  },
  { by: 'maas boot-resources read', sends: 'GET boot-resources/?type=uploaded', status: 200 },
  { by: 'client boot_resource.delete', sends: 'DELETE boot-resources/{resource}/', parts: [], status: 204 },
]

const KEYS: PythonStep[] = [
  {
    by: 'client account.create_credentials',
    sends: 'POST account/?op=create_authorisation_token',
    parts: [],
    status: 200,
    reads: KEY,
    needs: ['consumer_key', 'token_key', 'token_secret'],
    keeps: { as: 'token', field: 'token_key' },
  },
  {
    by: 'maas account list-authorisation-tokens',
    sends: 'GET account/?op=list_authorisation_tokens',
    status: 200,
    reads: { list: LISTED_KEY },
  },
]

const LISTS: PythonStep[] = [
  { by: 'client users.list', sends: 'GET users/', status: 200, reads: { list: USER } },
  { by: 'maas user read', sends: 'GET users/admin/', status: 200, reads: USER, needs: ['username'] },
  { by: 'maas events query', sends: 'GET events/?op=query&limit=2', status: 200, reads: EVENTS },
  { by: 'maas notifications read', sends: 'GET notifications/', status: 200, reads: { list: NOTIFICATION } },
  { by: 'client rack_controllers.list', sends: 'GET rackcontrollers/', status: 200, reads: { list: RACK } },
  {
    by: 'client region_controllers.list',
    sends: 'GET regioncontrollers/',
    status: 200,
    reads: { list: RACK },
  },
  { by: 'client machines.list', sends: 'GET machines/', status: 200, reads: { list: 'bytes' } },
  { by: 'client zones.list', sends: 'GET zones/', status: 200, reads: { list: ZONE } },
  { by: 'client domains.list', sends: 'GET domains/', status: 200, reads: { list: DOMAIN } },
  { by: 'client tags.list', sends: 'GET tags/', status: 200, reads: { list: 'bytes' } },
]

export const PYTHON_STEPS: readonly PythonStep[] = [
  ...LOGIN,
  ...SOURCES,
  ...SELECTIONS,
  ...RESOURCES,
  ...KEYS,
  ...LISTS,
]
