import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const sourceUnreachable: Scenario = {
  shows: 'An import that is stalled because its source does not answer the region any more.',
  versions: ['3.4', '3.5', '3.6', '3.7'],
  play(control) {
    importFocal(control, usualRegion(control), { part: 0.43 })
    control.stallImport()
    control.setConditions({ sourcesAnswer: false })
  },
}
