import { http } from 'msw'
import { compactJson, json, pythonJson } from './answers.ts'
import { endpoint } from './endpoint.ts'
import { readForm } from './form.ts'
import type { Region } from './region.ts'
import type { User } from './state.ts'

const shown = ({ admin, username, email }: User) => ({
  is_superuser: admin,
  username,
  email,
  is_local: true,
  resource_uri: `/MAAS/api/2.0/users/${username}/`,
})

const CAPABILITIES = [
  'networks-management',
  'static-ipaddresses',
  'ipv6-deployment-ubuntu',
  'devices-management',
  'storage-deployment-ubuntu',
  'network-deployment-ubuntu',
  'bridging-interface-ubuntu',
  'bridging-automatic-ubuntu',
  'authenticate-api',
]

/** Outside the API MAAS sends neither an API hash nor the longer Vary. */
const page = (status: number, body: string, type: string, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { 'Content-Type': type, 'X-Frame-Options': 'DENY', ...headers } })

export const users = (region: Region) => [
  endpoint(region, {
    path: 'users/',
    admin: 'to write',
    allow: 'GET, POST',
    operations: {
      GET: () => json(region.users.map(shown)),
      'GET op=whoami': ({ user }) => json(shown(user)),
    },
  }),
  // public: a key is not looked at
  http.get('*/MAAS/api/2.0/version/', () => {
    const answer = compactJson({ capabilities: CAPABILITIES, version: region.version, subversion: '' })
    answer.headers.set('Vary', 'Authorization')
    return answer
  }),
  http.post('*/MAAS/accounts/authenticate/', async ({ request }) => {
    const form = await readForm(request)
    const key = region.authenticate(
      form.text('username') ?? '',
      form.text('password') ?? '',
      form.text('consumer') ?? '',
    )
    if (key === null) return page(403, '', 'text/html; charset=utf-8')
    const shownKey = {
      consumer_key: key.consumer,
      name: key.name,
      token_key: key.token,
      token_secret: key.secret,
    }
    return page(200, pythonJson(shownKey), 'application/json', { Vary: 'Cookie' })
  }),
  http.all('*/MAAS/accounts/authenticate/', () =>
    page(405, '', 'text/html; charset=utf-8', { Allow: 'POST' }),
  ),
]
