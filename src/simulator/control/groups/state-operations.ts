import { versionsOf, type Scenario } from '#simulator/demo/scenario.ts'
import { noScenario, scenarioNamed, SCENARIOS } from '#simulator/demo/scenarios.ts'
import { emptyState } from '#simulator/demo/scenario-parts.ts'
import { begin38 } from '#simulator/rules38/runs.ts'
import type { Answer } from '#simulator/control/operations.ts'
import { upgraded } from '#simulator/control/document/upgraded.ts'
import { isBusy } from '#simulator/rules/settle.ts'
import { placed, readDocument } from '#simulator/control/read-document.ts'
import { EXACT_VERSIONS, MINOR_VERSIONS, type MinorVersion } from '#simulator/control/versions.ts'
import { writeDocument } from '#simulator/control/write-document.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'
import type { State } from '#simulator/state/state.ts'
import { exchangePageKey, usersWithKeys } from '#simulator/state/users.ts'

/** @param play carries out the steps of a scenario on this region */
export function stateOperations(
  { region, clock, demo, streams, faults, network, replaced }: ControlNeeds,
  play: (scenario: Scenario) => void,
) {
  const readState = () => {
    const state = region.state()
    return writeDocument(state, streams, {
      clock: { now: clock.now(), speed: clock.speed() },
      reachable: network.isReachable(),
      pageKey: region.apiKey,
    })
  }
  const changesOfAll = () =>
    streams
      .names()
      .map((name): [string, Answer<'readState'>['streams'][string]] => [name, [...streams.changesOf(name)]])
  const putChanges = (changes: ReturnType<typeof changesOfAll>) => {
    for (const [name, list] of changes) placed(`streams.${name}`, () => streams.replaceChanges(name, list))
  }
  const operations: OperationGroup<'listScenarios' | 'reset' | 'upgrade' | 'readState' | 'replaceState'> = {
    listScenarios: () =>
      Object.entries(SCENARIOS).map(([name, about]) => ({
        name,
        about,
        versions: [...versionsOf(scenarioFor(name))],
      })),
    reset({ scenario: name, version }) {
      const scenario = scenarioFor(name, version)
      const state = emptyState(clock, demo, EXACT_VERSIONS[version ?? scenario.version ?? '3.5'])
      state.users = usersWithKeys(region.state().users, region.apiKey)
      faults.reset()
      region.replace(state)
      putChanges(streams.names().map((stream) => [stream, []]))
      network.setReachable(true)
      held(clock, () => play(scenario))
      if (state.rules38 !== null) begin38(state, state.rules38)
      replaced()
      return { scenario: name, version: state.version }
    },
    upgrade({ version: minor }) {
      const before = region.state()
      const version = EXACT_VERSIONS[minor]
      if (MINOR_VERSIONS.indexOf(minor) <= minorOf(before.version))
        throw refused('version', `MAAS ${before.version} can only become a newer version.`)
      if (isBusy(before))
        throw refused(
          '',
          'An import runs, or the region is about to read a source: let time pass until it is idle, or stop the import.',
        )
      const { streams: known, keyringFiles } = before
      const document = upgraded(readState(), version)
      const state = readDocument(document, streams, { clock, streams: known, keyringFiles })
      if (state.rules38 !== null) begin38(state, state.rules38)
      region.replace(state)
      replaced()
      return { version }
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
      exchangePageKey(state.users, document.pageKey, region.apiKey)
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

const refused = (path: string, message: string) => new WrongControl(409, [{ path, message }])

const minorOf = (version: string) => MINOR_VERSIONS.findIndex((minor) => version.startsWith(`${minor}.`))

/** Throws a WrongControl for a scenario that does not exist, or not in this version. */
export function scenarioFor(name: string, version?: MinorVersion): Scenario {
  const scenario = scenarioNamed(name)
  if (scenario === null) throw new WrongControl(404, [{ path: 'scenario', message: noScenario(name) }])
  const versions = versionsOf(scenario)
  if (version !== undefined && !versions.includes(version))
    throw refused('version', `The scenario ${name} exists only for MAAS ${versions.join(', ')}.`)
  return scenario
}

/** Time stands still meanwhile, so that the steps of a scenario happen at one moment. */
function held(clock: ControlNeeds['clock'], happen: () => void): void {
  const speed = clock.speed()
  clock.setSpeed(0)
  try {
    happen()
  } finally {
    clock.setSpeed(speed)
  }
}
