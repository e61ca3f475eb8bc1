import { expect, test } from 'vitest'
import { maasRoutes } from './maas-routes.ts'
import { createMatcher } from './routes.ts'

const match = createMatcher(maasRoutes(async () => '3.5.13'))
const API = '/MAAS/api/2.0'

test.each([
  ['GET', `${API}/boot-sources/`, [], ''],
  ['POST', `${API}/boot-sources/`, [], ''],
  ['GET', `${API}/boot-sources/1/`, [1], ''],
  ['PUT', `${API}/boot-sources/12/`, [12], ''],
  ['DELETE', `${API}/boot-sources/12/`, [12], ''],
  ['GET', `${API}/boot-sources/1/selections/`, [1], ''],
  ['POST', `${API}/boot-sources/1/selections/`, [1], ''],
  ['GET', `${API}/boot-sources/1/selections/34/`, [1, 34], ''],
  ['PUT', `${API}/boot-sources/1/selections/34/`, [1, 34], ''],
  ['DELETE', `${API}/boot-sources/1/selections/34/`, [1, 34], ''],
  ['GET', `${API}/boot-resources/`, [], ''],
  ['GET', `${API}/boot-resources/?op=is_importing`, [], ''],
  ['POST', `${API}/boot-resources/?op=import`, [], ''],
  ['POST', `${API}/boot-resources/?op=stop_import`, [], ''],
  ['DELETE', `${API}/boot-resources/7/`, [7], ''],
  ['GET', `${API}/maas/?op=get_config&name=default_osystem`, [], 'default_osystem'],
  ['POST', `${API}/maas/?op=set_config`, [], ''],
  ['POST', `${API}/notifications/7/?op=dismiss`, [7], ''],
  ['GET', `${API}/version/`, [], ''],
  ['GET', `${API}/users/?op=whoami`, [], ''],
])('%s %s is in the table', (method, url, ids, name) => {
  expect(match(method, url)).toMatchObject({ ids, name })
})

test.each([
  ['GET', `${API}/machines/`],
  ['GET', `${API}/users/`],
  ['GET', `${API}/account/?op=list_authorisation_tokens`],
  ['GET', `${API}/boot-sources`],
  ['GET', `${API}/boot-sources/1`],
  ['GET', `${API}/boot-sources/abc/`],
  ['GET', `${API}/boot-sources/01/`],
  ['GET', `${API}/boot-sources/-1/`],
  ['GET', `${API}/boot-sources/1e3/`],
  ['GET', `${API}/boot-sources/12345678901/`],
  ['GET', `${API}/boot-sources/1%2Fselections/`],
  ['GET', `${API}/boot-sources/%31/`],
  ['GET', `${API}/boot-sources/1/../2/`],
  ['GET', `${API}/boot-sources//1/`],
  ['GET', `/${API}/boot-sources/`],
  ['GET', `http://127.0.0.1${API}/boot-sources/`],
  ['GET', `${API}/boot-sources/1/\n`],
  ['GET', `${API}/boot-sources/?limit=1`],
  ['GET', `${API}/boot-sources/?a?b`],
  ['PATCH', `${API}/boot-sources/1/`],
  ['POST', `${API}/boot-resources/`],
  ['POST', `${API}/boot-resources/?op=import&op=stop_import`],
  ['POST', `${API}/boot-resources/?op=is_importing`],
  ['GET', `${API}/boot-resources/7/`],
  ['GET', `${API}/notifications/`],
  ['POST', `${API}/notifications/`],
  ['GET', `${API}/notifications/7/`],
  ['GET', `${API}/notifications/7/?op=dismiss`],
  ['POST', `${API}/notifications/7/`],
  ['POST', `${API}/notifications/7/?op=delete`],
  ['PUT', `${API}/notifications/7/`],
  ['PUT', `${API}/notifications/7/?op=dismiss`],
  ['DELETE', `${API}/notifications/7/`],
  ['GET', `${API}/maas/?op=get_config&name=rpc_shared_secret`],
  ['GET', `${API}/maas/?op=get_config`],
  ['GET', `${API}/maas/?op=get_config&name=default_osystem&x=1`],
])('%s %j is not in the table', (method, url) => {
  expect(match(method, url)).toBeNull()
})
