import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const stalled: Scenario = {
  shows: 'An import that is stalled at 43 %, until it is stopped and started again.',
  versions: ['3.4', '3.5', '3.6', '3.7'],
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.43 })
    control.stallImport()
  },
}
