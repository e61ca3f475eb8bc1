import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { Needs, Part } from './needs.ts'
import type { State, User } from '#simulator/state/state.ts'
import { addKey, apiKeyOf, apiKeyText, newUser } from '#simulator/state/users.ts'

export function peopleOperations({ region }: Needs) {
  const operations: Part<
    'addMachines' | 'removeMachines' | 'addUser' | 'removeUser' | 'addKey' | 'removeKeys'
  > = {
    addMachines({ count, ...machine }) {
      const state = region.state()
      const numbers = state.machines.map(({ systemId }) => Number(/^m(\d+)$/.exec(systemId)?.[1] ?? -1))
      const first = numbers.reduce((most, number) => Math.max(most, number), -1) + 1
      const added = Array.from({ length: count }, (_, index) => ({
        ...machine,
        systemId: `m${String(first + index).padStart(5, '0')}`,
        hostname: `node-${first + index + 1}`,
      }))
      state.machines = [...state.machines, ...added]
      return added.map(({ systemId }) => systemId)
    },
    removeMachines() {
      region.state().machines = []
      return {}
    },
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
  }
  return operations
}

function userNamed(state: State, username: string): User {
  const found = state.users.find((user) => user.username === username)
  if (found === undefined)
    throw new WrongControl(404, [{ path: 'username', message: `There is no user ${username}.` }])
  return found
}
