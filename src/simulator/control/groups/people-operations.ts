import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'
import type { State, User } from '#simulator/state/state.ts'
import { addKey, apiKeyOf, apiKeyText, movePageKey, newUser } from '#simulator/state/users.ts'

export function peopleOperations({ region }: ControlNeeds) {
  const operations: OperationGroup<
    'listUsers' | 'addUser' | 'removeUser' | 'addKey' | 'removeKeys' | 'givePageKey'
  > = {
    listUsers: () =>
      region.state().users.map(({ username, email, admin, keys }) => ({
        username,
        email,
        admin,
        keys: keys.map((key) => ({ name: key.name, apiKey: apiKeyText(key) })),
      })),
    addUser({ username, password, admin, email }) {
      const { users } = region.state()
      if (users.some((user) => user.username === username))
        throw new WrongControl(409, [{ path: 'username', message: `There is a user ${username} already.` }])
      const user = { ...newUser(username, admin), password, ...(email !== undefined && { email }) }
      users.push(user)
      return { username, apiKey: apiKeyOf(user) }
    },
    removeUser({ username }) {
      const state = region.state()
      const user = userNamed(state, username)
      state.users.splice(state.users.indexOf(user), 1)
      region.sessions.endOf(user)
      return {}
    },
    addKey({ username, name }) {
      return { apiKey: apiKeyText(addKey(userNamed(region.state(), username), name)) }
    },
    removeKeys({ username }) {
      userNamed(region.state(), username).keys = []
      return {}
    },
    givePageKey({ username }) {
      const state = region.state()
      movePageKey(state.users, userNamed(state, username), region.apiKey)
      return { apiKey: region.apiKey }
    },
  }
  return operations
}

function userNamed(state: State, username: string): User {
  const found = state.users.find((user) => user.username === username)
  if (found === undefined)
    throw new WrongControl(404, [{ path: 'username', message: `There is no user ${username}.` }])
  return found
}
