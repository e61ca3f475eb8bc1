import { missing, MaasRefusal } from './refusal.ts'
import type { State, User } from './state.ts'

type Key = User['keys'][number]

/** The name of a key that was created without one. */
const GENERIC_NAME = 'MAAS consumer'

/** A key of 18, 18 and 32 letters, as MAAS makes them; another one in every process. */
function newKey(name: string): Key {
  const letters = () => globalThis.crypto.randomUUID().replaceAll('-', '')
  return {
    name,
    consumer: letters().slice(0, 18),
    token: letters().slice(0, 18),
    secret: letters(),
  }
}

/** `consumer:token:secret`: what a person copies from MAAS. */
export const apiKeyText = ({ consumer, token, secret }: Key) => `${consumer}:${token}:${secret}`

/** The first API key of a user; empty: the user has none. */
export const apiKeyOf = ({ keys: [key] }: User) => (key === undefined ? '' : apiKeyText(key))

/** A user with one API key, whose password is the name. */
export const newUser = (username: string, admin: boolean): User => ({
  username,
  email: `${username}@example.com`,
  admin,
  password: username,
  keys: [newKey(GENERIC_NAME)],
})

/** The account that MAAS keeps for its own work. Recorded from 3.5.13: it is listed, and no one can sign in as it. */
export const MAAS_ITSELF = { username: 'MAAS', email: 'maas@localhost', admin: true }

/** The people of the embedded region. Passwords are the names: it holds nothing but demo data. */
export const demoUsers = (): User[] => [newUser('admin', true), newUser('operator', false)]

/** Who has this name and password; null: no one. */
export const userWith = (state: State, username: string, password: string): User | null =>
  state.users.find((user) => user.username === username && user.password === password) ?? null

/** An API key for a name and password, a new one if it is given a name; null: wrong. */
export function authenticate(state: State, username: string, password: string, consumer: string): Key | null {
  const found = userWith(state, username, password)
  if (found === null) return null
  const standing = consumer === '' ? found.keys[0] : found.keys.find((key) => key.name === consumer)
  return standing ?? addKey(found, consumer || undefined)
}

/** A new API key that no user has. */
export const newApiKey = (): string => apiKeyText(newKey(GENERIC_NAME))

function keyOfText(apiKey: string): Key {
  const [consumer = '', token = '', secret = ''] = apiKey.split(':')
  return { name: GENERIC_NAME, consumer, token, secret }
}

const isKey = (apiKey: string) => (key: Key) => apiKeyText(key) === apiKey

/**
 * The people of the embedded region with the API keys that they had before. The key of the page is the first one of the
 * administrator, and no one else has it.
 */
export const usersWithKeys = (before: readonly User[], pageKey: string): User[] =>
  demoUsers().map((user) => {
    const old = before.find(({ username }) => username === user.username)?.keys ?? []
    const kept = old.filter((key) => !isKey(pageKey)(key))
    if (user.admin) return { ...user, keys: [keyOfText(pageKey), ...kept] }
    return kept.length > 0 ? { ...user, keys: kept } : user
  })

/** Makes the key of the page the first one of this user. Someone who had no other key gets a new one. */
export function movePageKey(users: readonly User[], to: User, pageKey: string): void {
  for (const user of users) {
    if (!user.keys.some(isKey(pageKey))) continue
    user.keys = user.keys.filter((key) => !isKey(pageKey)(key))
    if (user !== to && user.keys.length === 0) addKey(user)
  }
  to.keys.unshift(keyOfText(pageKey))
}

/** Where a user has the key of another page, puts the key of this page in its place. */
export function exchangePageKey(users: readonly User[], other: string, pageKey: string): void {
  for (const user of users)
    user.keys = user.keys.map((key) => (isKey(other)(key) ? { ...keyOfText(pageKey), name: key.name } : key))
}

/** MAAS has no such limit, because its keys are rows of a database. These are kept in memory. */
export const MOST_KEYS = 1_000

/**
 * A new API key for a user. Past the limit, the oldest key that a client created is dropped; the first one stays, because
 * `npm start` printed it.
 */
export function addKey(user: User, name = GENERIC_NAME): Key {
  const key = newKey(checkedName(name))
  if (user.keys.length >= MOST_KEYS) user.keys.splice(1, 1)
  user.keys.push(key)
  return key
}

const LONGEST_NAME = 255

/** Throws like MAAS's database for a name that does not fit into its row. */
function checkedName(name: string): string {
  if (name.length <= LONGEST_NAME) return name
  throw new MaasRefusal({
    kind: 'crash',
    message: `value too long for type character varying(${LONGEST_NAME})\n`,
  })
}

/** Deletes the key of a user with that middle part. Throws if there is none. */
export function dropKey(user: User, token: string): void {
  user.keys.splice(user.keys.indexOf(keyOf(user, token)), 1)
}

/** Names a key of a user, which is given whole or by its middle part. Throws if there is none. */
export function renameKey(user: User, given: string, name: string): void {
  const parts = given.split(':')
  keyOf(user, parts.length === 3 ? (parts[1] ?? '') : given).name = checkedName(name)
}

function keyOf(user: User, token: string): Key {
  const found = user.keys.find((key) => key.token === token)
  if (found === undefined) throw missing('Token')
  return found
}

/** Deletes an API key, as its owner can in MAAS. false: there is none like it. */
export function revokeKey(state: State, apiKey: string): boolean {
  const [consumer, token] = apiKey.split(':')
  for (const user of state.users) {
    const index = user.keys.findIndex((key) => key.consumer === consumer && key.token === token)
    if (index >= 0) return user.keys.splice(index, 1).length > 0
  }
  return false
}
