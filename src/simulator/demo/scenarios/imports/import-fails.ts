import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const importFails: Scenario = {
  shows: 'The region cannot reach its source: every import ends with a notification.',
  play(control) {
    usualRegion(control)
    control.setConditions({ sourcesAnswer: false })
    control.addFailure({ cause: 'source-unreachable' })
  },
}
