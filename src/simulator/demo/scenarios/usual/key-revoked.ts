import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const keyRevoked: Scenario = {
  shows: 'The API key of the page was deleted in MAAS: the region refuses every call that it signs.',
  play(control) {
    usualRegion(control)
    control.removeKeys({ username: 'admin' })
  },
}
