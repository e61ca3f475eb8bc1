import { createControl } from '#simulator/control/control.ts'
import { createFaults } from '#simulator/control/faults.ts'
import { createServedStreams } from '#simulator/control/served-streams.ts'
import type { DemoStreams, SignedStreams } from '#simulator/demo/demo-streams.ts'
import { emptyRegion } from '#simulator/demo/empty-region.ts'
import { noScenario, scenarioNamed } from '#simulator/demo/scenarios.ts'
import type { Clock } from '#simulator/state/clock.ts'

/** The region of a scenario without a server. Its streams may be unsigned: no recipe that signs one can be played. */
export function scenarioRegion(name: string, clock: Clock, streams: DemoStreams) {
  if (scenarioNamed(name) === null) throw new Error(noScenario(name))
  const region = emptyRegion(clock, streams)
  const demo: SignedStreams = {
    ...streams,
    get keys(): never {
      throw new Error('These streams have no keys.')
    },
  }
  const served = createServedStreams({ demo, serve: (_, tree) => region.learnStream(tree.url, tree) })
  for (const [stream, tree] of Object.entries(streams.trees)) served.add(stream, tree)
  let reachable = true
  const control = createControl({
    region,
    clock,
    demo,
    streams: served,
    faults: createFaults(),
    servedAt: (stream) => `http://127.0.0.1/streams/${stream}/`,
    network: { isReachable: () => reachable, setReachable: (value) => void (reachable = value) },
    replaced: () => undefined,
  })
  control.reset({ scenario: name })
  return { region, control }
}
