import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const slowSource: Scenario = {
  shows:
    'A source that answers each request for its lists after 4 seconds, and sends 500 kB of images a second.',
  play(control) {
    usualRegion(control)
    control.addFault({
      side: 'source',
      path: 'stable/streams/*',
      fault: { kind: 'delay', ms: 4_000 },
    })
    control.setConditions({ bytesPerSecond: 500_000 })
  },
}
