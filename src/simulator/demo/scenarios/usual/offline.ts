import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const offline: Scenario = {
  shows: 'The default region, but it is not reachable: connections are cut.',
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.4 })
    control.setConditions({ reachable: false })
  },
}
