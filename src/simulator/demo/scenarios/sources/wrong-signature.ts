import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const wrongSignature: Scenario = {
  shows:
    'The stable stream is signed with a key that MAAS does not trust, so that nothing is imported any more.',
  play(control) {
    usualRegion(control)
    control.changeStream({ name: 'stable', change: { kind: 'sign', key: 'other' } })
  },
}
