import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const timeLimit: Scenario = {
  shows: 'A slow import that MAAS ends in 5 minutes, 2 hours after it began.',
  versions: ['3.5', '3.6', '3.7'],
  play(control) {
    const id = usualRegion(control)
    // too slow for an image in two hours
    control.setConditions({ bytesPerSecond: 4_000 })
    importFocal(control, id, { part: 0.2, minutesAgo: 115 })
  },
}
