import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const changeFails: Scenario = {
  shows:
    'A change of source that fails half-way: MAAS changes the source, and refuses the first call of each kind that changes a selection.',
  play(control) {
    usualRegion(control)
    for (const method of ['POST', 'PUT', 'DELETE'] as const)
      control.addFault({
        side: 'region',
        method,
        path: 'boot-sources/*/selections/*',
        times: 1,
        fault: { kind: 'answer', status: 503, body: 'The database is being restarted.' },
      })
  },
}
