import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const readOnly: Scenario = {
  shows: 'The default region, with the key of a user who is not an administrator.',
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.4 })
    control.givePageKey({ username: 'operator' })
  },
}
