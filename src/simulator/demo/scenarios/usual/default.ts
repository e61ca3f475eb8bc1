import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const usual: Scenario = {
  shows: 'A few images are synced, one has an update at the source, and one is being imported.',
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.4 })
  },
}
