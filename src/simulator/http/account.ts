import { json } from './answers.ts'
import { notEmbedded, type Endpoint } from './endpoint.ts'

/** The API keys of the requesting user. */
export const account = (): Endpoint[] => [
  {
    path: 'account/',
    access: 'users',
    allow: 'GET, POST',
    operations: {
      'GET op=list_authorisation_tokens': ({ user }) =>
        json(
          user.keys.map(({ name, consumer, token, secret }) => ({
            name,
            token: `${consumer}:${token}:${secret}`,
          })),
        ),
      'POST op=create_authorisation_token': notEmbedded,
      'POST op=delete_authorisation_token': notEmbedded,
      'POST op=update_token_name': notEmbedded,
    },
  },
]
