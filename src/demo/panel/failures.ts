import type { ControlClient } from '#simulator/control/door/client.ts'
import { USUAL_RATE } from '#simulator/demo/usual-rate.ts'

/** What the region works under, as the control API answers it. */
export type InForce = {
  readonly clock: Awaited<ReturnType<ControlClient['readClock']>>
  readonly conditions: Awaited<ReturnType<ControlClient['readConditions']>>
  readonly faults: Awaited<ReturnType<ControlClient['listFaults']>>
}

/** Reads it. */
export async function readInForce(control: ControlClient): Promise<InForce> {
  const [clock, conditions, faults] = await Promise.all([
    control.readClock(),
    control.readConditions(),
    control.listFaults(),
  ])
  return { clock, conditions, faults }
}

type Failure = {
  /** Its button. */
  readonly name: string
  /** How the status line says that it is in force. */
  readonly says: string
  readonly isOn: (state: InForce) => boolean
  readonly set: (control: ControlClient, on: boolean) => Promise<unknown>
}

/** Bytes per second. */
const SLOW_RATE = 500_000

const SAVES = { side: 'region', method: 'POST', path: 'boot-sources/*/selections/*' } as const
const isSaveFault = ({ side, method, path, times, hits }: InForce['faults'][number]) =>
  side === SAVES.side && method === SAVES.method && path === SAVES.path && hits < (times ?? Infinity)

/** The failures that a presenter can switch on and off. */
export const FAILURES: readonly Failure[] = [
  {
    name: 'Cut off the sources',
    says: 'MAAS cannot reach its sources',
    isOn: ({ conditions }) => !conditions.sourcesAnswer,
    set: (control, on) => control.setConditions({ sourcesAnswer: !on }),
  },
  {
    name: 'Cut off MAAS',
    says: 'MAAS does not answer',
    isOn: ({ conditions }) => !conditions.reachable,
    set: (control, on) => control.setConditions({ reachable: !on }),
  },
  {
    name: 'Fill the disk',
    says: 'the disk of MAAS is full',
    isOn: ({ conditions }) => conditions.freeBytes !== null,
    set: (control, on) => control.setConditions({ freeBytes: on ? 0 : null }),
  },
  {
    name: 'Slow down downloads',
    says: 'downloads are slow',
    isOn: ({ conditions }) => conditions.bytesPerSecond > 0 && conditions.bytesPerSecond < USUAL_RATE,
    set: (control, on) => control.setConditions({ bytesPerSecond: on ? SLOW_RATE : USUAL_RATE }),
  },
  {
    name: 'Fail the next save',
    says: 'the next save of a new selection fails',
    isOn: ({ faults }) => faults.some(isSaveFault),
    set: async (control, on) => {
      if (on)
        return control.addFault({
          ...SAVES,
          times: 1,
          fault: { kind: 'answer', status: 503, body: 'The database is being restarted.' },
        })
      const faults = (await control.listFaults()).filter(isSaveFault)
      return Promise.all(faults.map(({ id }) => control.removeFault({ id })))
    },
  },
]

/** Lets no more data arrive. MAAS 3.8 has no single import that could be stalled. Gives what the panel says. */
export async function stallImport(control: ControlClient): Promise<string> {
  const { rules38 } = await control.readState()
  if (rules38 === null) {
    await control.stallImport()
    return 'The import is stalled until it is stopped and started again.'
  }
  await control.setConditions({ bytesPerSecond: 0 })
  return 'Downloads are stalled until you choose End all failures.'
}

/** Ends every failure, also those of a scenario. */
export async function endFailures(control: ControlClient): Promise<void> {
  await control.removeFaults()
  await control.setConditions({
    reachable: true,
    sourcesAnswer: true,
    proxyRefuses: false,
    freeBytes: null,
    bytesPerSecond: USUAL_RATE,
  })
}

const SPEEDS: Readonly<Record<number, string>> = { 0: 'the clock is on hold', 1: 'the clock runs as usual' }

/** What is in force, in one sentence. */
export function failureStatus(scenario: string, state: InForce): string {
  const { speed } = state.clock
  const others = state.faults.filter((fault) => !isSaveFault(fault) && fault.hits < (fault.times ?? Infinity))
  const failures = [
    ...FAILURES.filter(({ isOn }) => isOn(state)).map(({ says }) => says),
    ...(state.conditions.bytesPerSecond === 0 ? ['downloads are stalled'] : []),
    ...(state.conditions.proxyRefuses ? ['the proxy refuses MAAS'] : []),
    ...(others.length > 0 ? ['calls fail as the scenario says'] : []),
  ]
  const clock = SPEEDS[speed] ?? `the clock runs ${speed} times as fast as usual`
  return `Scenario ${scenario}: ${[clock, ...(failures.length > 0 ? failures : ['no failure is in force'])].join('; ')}.`
}
