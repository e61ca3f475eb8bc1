import { json } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'

/** The API keys of the user who asks. */
export const account = (): Endpoint[] => [
  {
    path: 'account/',
    handler: 'AccountHandler',
    doc: 'Manage your API keys.',
    access: 'users',
    allow: 'GET, POST',
    operations: {
      'GET op=list_authorisation_tokens': action('List your API keys.', ({ user }) =>
        json(
          user.keys.map(({ name, consumer, token, secret }) => ({
            name,
            token: `${consumer}:${token}:${secret}`,
          })),
        ),
      ),
      'POST op=create_authorisation_token': notEmbedded,
      'POST op=delete_authorisation_token': notEmbedded,
      'POST op=update_token_name': notEmbedded,
    },
  },
]
