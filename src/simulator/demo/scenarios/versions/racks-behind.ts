import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const racksBehind: Scenario = {
  shows: 'MAAS 3.4 with four rack controllers: the region has its images, and all but one rack are behind.',
  version: '3.4',
  versions: ['3.4'],
  play(control) {
    usualRegion(control)
    control.addRack({ hostname: 'warehouse', behind: true })
    control.addRack({ hostname: 'branch-office', behind: true })
  },
}
