import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const maas37: Scenario = {
  shows: 'The default region as MAAS 3.7, which imports like 3.4 to 3.6.',
  version: '3.7',
  versions: ['3.7'],
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.4 })
  },
}
