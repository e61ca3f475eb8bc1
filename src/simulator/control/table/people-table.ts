import * as z from 'zod/mini'
import { described, nameOf, text, withDefault, yesNo } from '#simulator/control/values.ts'
import { done, nothing, operation } from './operation.ts'

const username = nameOf('a user')

export const PEOPLE_TABLE = {
  listUsers: operation({
    method: 'GET',
    path: '/users',
    summary: 'List the users with their API keys.',
    input: nothing,
    answer: z.array(
      z.strictObject({
        username,
        email: text,
        admin: yesNo,
        keys: z.array(z.strictObject({ name: text, apiKey: text })),
      }),
    ),
  }),
  addUser: operation({
    method: 'POST',
    path: '/users',
    summary: 'Add a user, with an API key.',
    input: z.strictObject({
      username,
      password: text.check(z.minLength(1, 'must not be empty')),
      admin: withDefault(yesNo, false),
      email: z.optional(text),
    }),
    answer: z.strictObject({ username, apiKey: text }),
  }),
  removeUser: operation({
    method: 'DELETE',
    path: '/users/:username',
    summary: 'Remove a user, with all API keys and sessions.',
    input: z.strictObject({ username }),
    answer: done,
  }),
  addKey: operation({
    method: 'POST',
    path: '/users/:username/keys',
    summary: 'Add an API key to a user.',
    input: z.strictObject({ username, name: z.optional(text) }),
    answer: z.strictObject({ apiKey: text }),
  }),
  removeKeys: operation({
    method: 'DELETE',
    path: '/users/:username/keys',
    summary: 'Delete all API keys of a user, as the user can in MAAS.',
    input: z.strictObject({ username }),
    answer: done,
  }),
  givePageKey: operation({
    method: 'PUT',
    path: '/users/:username/page-key',
    summary: 'Give the API key with which the page was started to this user, and to no one else.',
    input: z.strictObject({ username }),
    answer: z.strictObject({ apiKey: described(text, 'The key of the page.') }),
  }),
}
