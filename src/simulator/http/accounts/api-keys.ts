import { compactJson, gone, json, plain } from '#simulator/http/answers.ts'
import { action, type Endpoint } from '#simulator/http/endpoint.ts'
import { needed } from '#simulator/http/form.ts'
import { addKey, apiKeyText, dropKey, renameKey } from '#simulator/state/users.ts'

/** The API keys of the user who sends the request. No user can see or change the keys of another user. */
export const apiKeys = (): Endpoint[] => [
  {
    path: 'account/',
    handler: 'AccountHandler',
    doc: 'Manage your API keys.',
    access: 'users',
    allow: 'GET, POST',
    operations: {
      'GET op=list_authorisation_tokens': action('List your API keys.', ({ user }) =>
        json(user.keys.map((key) => ({ name: key.name, token: apiKeyText(key) }))),
      ),
      'POST op=create_authorisation_token': action(
        'Create an API key.',
        ({ user, form }) => {
          const key = addKey(user, form.text('name'))
          return compactJson({
            token_key: key.token,
            token_secret: key.secret,
            consumer_key: key.consumer,
            name: key.name,
          })
        },
        { name: 'A name to recognize the key by.' },
      ),
      'POST op=delete_authorisation_token': action(
        'Delete an API key.',
        ({ user, form }) => {
          dropKey(user, needed('token_key', form.text('token_key')))
          return gone()
        },
        { token_key: 'Required. The second of the three parts of the key.' },
      ),
      'POST op=update_token_name': action(
        'Give an API key another name.',
        ({ user, form }) => {
          const token = needed('token', form.text('token'))
          renameKey(user, token, needed('name', form.text('name')))
          return plain('Accepted', 202)
        },
        {
          token: 'Required. The whole key, or the second of its three parts.',
          name: 'Required. Its new name.',
        },
      ),
    },
  },
]
