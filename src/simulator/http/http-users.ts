import { json } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { missing } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { User } from '#simulator/state/state.ts'
import { MAAS_ITSELF } from '#simulator/state/users.ts'

const shown = ({ admin, username, email }: Pick<User, 'admin' | 'username' | 'email'>) => ({
  is_superuser: admin,
  username,
  email,
  is_local: true,
  resource_uri: `/MAAS/api/2.0/users/${username}/`,
})

const listed = (region: Region) => [MAAS_ITSELF, ...region.users]

export const users = (region: Region): Endpoint[] => [
  {
    path: 'users/',
    handler: 'UsersHandler',
    doc: 'List users.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_identities' },
    allow: 'GET, POST',
    operations: {
      GET: action('List users.', () => json(listed(region).map(shown))),
      'GET op=whoami': action('Read the user who sends the request.', ({ user }) => json(shown(user))),
      POST: notEmbedded,
    },
  },
  {
    path: 'users/:username/',
    handler: 'UserHandler',
    doc: 'Read a user.',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_identities' },
    allow: 'GET, DELETE',
    operations: {
      GET: action('Read a user.', ({ part }) => {
        const found = listed(region).find(({ username }) => username === part('username'))
        if (found === undefined) throw missing('User')
        return json(shown(found))
      }),
      DELETE: notEmbedded,
    },
  },
]
