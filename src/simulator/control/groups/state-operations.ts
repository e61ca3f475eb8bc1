import { SCENARIOS, scenarioState } from '#simulator/demo/scenarios.ts'
import { begin38 } from '#simulator/rules38/runs.ts'
import type { Answer, Read } from '#simulator/control/operations.ts'
import { placed, readDocument } from '#simulator/control/read-document.ts'
import { writeDocument } from '#simulator/control/write-document.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { Needs, Part } from './needs.ts'
import type { State, User } from '#simulator/state/state.ts'
import { apiKeyOf, apiKeyText } from '#simulator/state/users.ts'

export function stateOperations({ region, clock, demo, streams, faults, network, replaced }: Needs) {
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
