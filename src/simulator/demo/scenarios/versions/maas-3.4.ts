import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const maas34: Scenario = {
  shows: 'The default region as MAAS 3.4: rack controllers hold copies, and one of two is behind.',
  version: '3.4',
  versions: ['3.4'],
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.4 })
  },
}
