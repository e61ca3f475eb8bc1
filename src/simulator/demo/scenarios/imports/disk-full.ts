import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const diskFull: Scenario = {
  shows: 'The region has no room on its disk for the images that are missing.',
  versions: ['3.5', '3.6', '3.7', '3.8'],
  play(control) {
    usualRegion(control)
    control.setConditions({ freeBytes: 0 })
    control.addFailure({ cause: 'disk-full' })
  },
}
