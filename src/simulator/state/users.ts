import type { State, User } from './state.ts'

/** A key of 18, 18 and 32 letters, like MAAS's keys; different in every process. */
function newKey(name: string): User['keys'][number] {
  const letters = () => globalThis.crypto.randomUUID().replaceAll('-', '')
  return {
    name,
    consumer: letters().slice(0, 18),
    token: letters().slice(0, 18),
    secret: letters(),
  }
}

/** `consumer:token:secret`: the text that a person copies from MAAS. */
export const apiKeyOf = ({ keys: [key] }: User) =>
  key === undefined ? '' : `${key.consumer}:${key.token}:${key.secret}`

const user = (username: string, admin: boolean): User => ({
  username,
  email: `${username}@example.com`,
  admin,
  password: username,
  keys: [newKey('MAAS consumer')],
})

/** The account that MAAS keeps for its own work. Recorded from 3.5.13: it is listed, and no one can sign in as it. */
export const MAAS_ITSELF = { username: 'MAAS', email: 'maas@localhost', admin: true }

/** The people of the embedded region. Passwords are the names: it holds nothing but demo data. */
export const demoUsers = (): User[] => [user('admin', true), user('operator', false)]

/** An API key for a name and password, a new one if the key gets a name; null if the password is wrong. */
export function authenticate(
  state: State,
  username: string,
  password: string,
  consumer: string,
): User['keys'][number] | null {
  const found = state.users.find((candidate) => candidate.username === username)
  if (found === undefined || found.password !== password) return null
  const standing = consumer === '' ? found.keys[0] : found.keys.find((key) => key.name === consumer)
  if (standing !== undefined) return standing
  const key = newKey(consumer)
  found.keys.push(key)
  return key
}

/** Deletes an API key, as its owner can in MAAS. False if there is no such key. */
export function revokeKey(state: State, apiKey: string): boolean {
  const [consumer, token] = apiKey.split(':')
  for (const user of state.users) {
    const index = user.keys.findIndex((key) => key.consumer === consumer && key.token === token)
    if (index >= 0) return user.keys.splice(index, 1).length > 0
  }
  return false
}
