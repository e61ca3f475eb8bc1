import { json } from './answers.ts'
import { notEmbedded, type Endpoint } from './endpoint.ts'
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
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_identities' },
    allow: 'GET, POST',
    operations: {
      GET: () => json(listed(region).map(shown)),
      'GET op=whoami': ({ user }) => json(shown(user)),
      POST: notEmbedded,
    },
  },
  {
    path: 'users/:user/',
    access: 'users, administrators to write',
    permissions: { edit: 'can_edit_identities' },
    allow: 'GET, DELETE',
    operations: {
      GET: ({ part }) => {
        const found = listed(region).find(({ username }) => username === part('user'))
        if (found === undefined) throw missing('User')
        return json(shown(found))
      },
      DELETE: notEmbedded,
    },
  },
]
