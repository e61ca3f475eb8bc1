import { capabilitiesOf } from '#selections/maas-version.ts'
import type { SignedStreams } from '#simulator/demo/demo-streams.ts'
import { SCENARIOS, scenarioState } from '#simulator/demo/scenarios.ts'
import type { Region } from '#simulator/rules/region.ts'
import { isBusy, nextDue } from '#simulator/rules/settle.ts'
import { begin38 } from '#simulator/rules38/runs.ts'
import type { Clock } from '#simulator/state/clock.ts'
import { newNote } from '#simulator/state/notes.ts'
import { nextId, type State, type User } from '#simulator/state/state.ts'
import { addKey, apiKeyOf, apiKeyText, newUser } from '#simulator/state/users.ts'
import type { Faults } from './faults.ts'
import type { Answer, OperationName, Read } from './operations.ts'
import { placed, readDocument } from './read-document.ts'
import type { ServedStreams } from './served-streams.ts'
import { writeDocument } from './write-document.ts'
import { WrongControl } from './wrong-control.ts'

/** The operations of the control API on one region. They throw a WrongControl, and then have changed nothing. */
export type Control = { readonly [N in OperationName]: (input: Read<N>) => Answer<N> }

type Needs = {
  readonly region: Region
  readonly clock: Clock
  readonly demo: SignedStreams
  readonly streams: ServedStreams
  readonly faults: Faults
  /** The address of a stream that is served. */
  readonly servedAt: (stream: string) => string
  readonly network: { isReachable(): boolean; setReachable(reachable: boolean): void }
  /** The region or a stream is another one from now on: what others know of it is out of date. */
  readonly replaced: () => void
}

export function createControl(needs: Needs): Control {
  return {
    ...stateOperations(needs),
    ...clockOperations(needs),
    ...streamOperations(needs),
    ...networkOperations(needs),
    ...peopleOperations(needs),
    ...eventOperations(needs),
  }
}

type Part<N extends OperationName> = Pick<Control, N>

function stateOperations({ region, clock, demo, streams, faults, network, replaced }: Needs) {
  const readState = () => {
    const state = region.state()
    return writeDocument(state, streams, {
      clock: { now: clock.now(), speed: clock.speed() },
      reachable: network.isReachable(),
    })
  }
  const changesOfAll = () =>
    streams
      .names()
      .map((name): [string, Answer<'readState'>['streams'][string]] => [name, [...streams.changesOf(name)]])
  const putChanges = (changes: ReturnType<typeof changesOfAll>) => {
    for (const [name, list] of changes) placed(`streams.${name}`, () => streams.replaceChanges(name, list))
  }
  const operations: Part<'listScenarios' | 'reset' | 'readState' | 'replaceState'> = {
    listScenarios: () => Object.entries(SCENARIOS).map(([name, about]) => ({ name, about })),
    reset({ scenario, version }) {
      if (!Object.hasOwn(SCENARIOS, scenario))
        throw new WrongControl(404, [
          {
            path: 'scenario',
            message: `There is no scenario ${scenario}. There are: ${Object.keys(SCENARIOS).join(', ')}.`,
          },
        ])
      const { apiKey } = region
      const exact = version && EXACT[version]
      const { state, hero, startsReachable } = scenarioState(scenario, clock, demo, {
        apiKey,
        version: exact,
      })
      keepKeys(region.state().users, state.users, hero)
      if (state.rules38 !== null) begin38(state, state.rules38)
      faults.clear()
      region.replace(state)
      putChanges(streams.names().map((name) => [name, []]))
      network.setReachable(startsReachable)
      replaced()
      return { scenario, version: state.version }
    },
    readState,
    replaceState(document) {
      const unknown = Object.keys(document.streams).find((name) => !streams.names().includes(name))
      if (unknown !== undefined)
        throw new WrongControl(400, [{ path: `streams.${unknown}`, message: 'There is no such stream.' }])
      const before = changesOfAll()
      const kept = { clock, streams: region.state().streams, keyringFiles: region.state().keyringFiles }
      let state: State
      try {
        putChanges(streams.names().map((name) => [name, document.streams[name] ?? []]))
        state = readDocument(document, streams, kept)
      } catch (error) {
        putChanges(before)
        throw error
      }
      clock.setSpeed(document.clock.speed)
      clock.advance(document.clock.now - clock.now())
      region.replace(state)
      network.setReachable(document.conditions.reachable)
      replaced()
      return {}
    },
  }
  return operations
}

/** What `version` of reset stands for. */
const EXACT: Readonly<Record<NonNullable<Read<'reset'>['version']>, string>> = {
  '3.4': '3.4.9',
  '3.5': '3.5.13',
  '3.6': '3.6.3',
  '3.7': '3.7.2',
  '3.8': '3.8.0',
}

/** People keep their API keys, except for the key that the main user of the scenario has got. */
function keepKeys(before: readonly User[], users: readonly User[], hero: User | undefined): void {
  const given = hero === undefined ? '' : apiKeyOf(hero)
  for (const user of users) {
    const old = before.find(({ username }) => username === user.username)?.keys ?? []
    const keys = old.filter((key) => apiKeyText(key) !== given)
    if (user === hero) user.keys.push(...keys)
    else if (keys.length > 0) user.keys = keys
  }
}

function clockOperations({ region, clock }: Needs) {
  const readClock = () => ({ now: clock.now(), speed: clock.speed() })
  const operations: Part<'readClock' | 'setSpeed' | 'advance' | 'runUntilIdle'> = {
    readClock,
    setSpeed({ speed }) {
      clock.setSpeed(speed)
      return readClock()
    },
    advance({ seconds }) {
      clock.advance(Math.round(seconds * 1000))
      region.state()
      return readClock()
    },
    runUntilIdle({ hours }) {
      const began = clock.now()
      const until = began + hours * 3_600_000
      let state = region.state()
      while (isBusy(state) && clock.now() < until) {
        clock.advance(Math.max(1, Math.min(nextDue(state).at, until) - clock.now()))
        state = region.state()
      }
      return { idle: !isBusy(state), seconds: (clock.now() - began) / 1000, now: clock.now() }
    },
  }
  return operations
}

function streamOperations({ streams, clock, servedAt, replaced }: Needs) {
  const shown = (name: string) => ({
    name,
    represents: streams.current(name).url,
    servedAt: servedAt(name),
    changes: [...streams.changesOf(name)],
  })
  const operations: Part<'listStreams' | 'changeStream' | 'restoreStream'> = {
    listStreams: () => streams.names().map(shown),
    changeStream({ name, change }) {
      streams.change(name, change, clock.wall())
      replaced()
      return shown(name)
    },
    restoreStream({ name }) {
      streams.replaceChanges(name, [])
      replaced()
      return shown(name)
    },
  }
  return operations
}

function networkOperations({ region, faults, network }: Needs) {
  const readConditions = () => {
    const { sourcesAnswer, bytesPerSecond, freeBytes, proxyRefuses } = region.state()
    return {
      reachable: network.isReachable(),
      sourcesAnswer,
      bytesPerSecond,
      freeBytes: freeBytes === Infinity ? null : freeBytes,
      proxyRefuses,
    }
  }
  const operations: Part<
    'listFaults' | 'addFault' | 'removeFault' | 'removeFaults' | 'readConditions' | 'setConditions'
  > = {
    listFaults: () => faults.list(),
    addFault: (rule) => faults.add(rule),
    removeFault({ id }) {
      faults.remove(id)
      return {}
    },
    removeFaults() {
      faults.clear()
      return {}
    },
    readConditions,
    setConditions({ reachable, sourcesAnswer, bytesPerSecond, freeBytes, proxyRefuses }) {
      if (reachable !== undefined) network.setReachable(reachable)
      if (sourcesAnswer !== undefined) region.setSourcesAnswer(sourcesAnswer)
      if (bytesPerSecond !== undefined) region.setBytesPerSecond(bytesPerSecond)
      if (freeBytes !== undefined) region.setFreeBytes(freeBytes ?? Infinity)
      if (proxyRefuses !== undefined) region.state().proxyRefuses = proxyRefuses
      return readConditions()
    },
  }
  return operations
}

function peopleOperations({ region }: Needs) {
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
      region.sessions.endAll()
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

function eventOperations({ region }: Needs) {
  const operations: Part<
    'startImport' | 'stopImport' | 'addNotification' | 'removeNotification' | 'addEvent'
  > = {
    startImport() {
      region.startImport()
      return { importing: region.isImporting() }
    },
    stopImport() {
      region.stopImport()
      return { importing: region.isImporting() }
    },
    addNotification(form) {
      const state = region.state()
      const note = { ...newNote(state, '', form.message), ...form }
      state.notes.push({ ...note, ident: `control-${note.id}` })
      return { id: note.id }
    },
    removeNotification({ id }) {
      const state = region.state()
      if (!state.notes.some((note) => note.id === id))
        throw new WrongControl(404, [{ path: 'id', message: `There is no notification ${id}.` }])
      state.notes = state.notes.filter((note) => note.id !== id)
      return {}
    },
    addEvent({ type, description }) {
      const state = region.state()
      if (!capabilitiesOf(state.version).logsImports && type === 'Region import info')
        throw new WrongControl(409, [
          { path: 'type', message: `MAAS ${state.version} writes no events of imports.` },
        ])
      const id = nextId(state, 'event')
      state.events.push({ id, at: state.clock.now(), level: 'DEBUG', type, description })
      return { id }
    },
  }
  return operations
}
