import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const releaseGone: Scenario = {
  shows: 'MAAS 3.8 after a change of its source, which does not offer a selected release any more.',
  version: '3.8',
  versions: ['3.8'],
  play(control) {
    usualRegion(control)
    control.addFailure({ cause: 'not-offered', release: 'cosmic' })
  },
}
