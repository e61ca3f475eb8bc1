import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const twoSources: Scenario = {
  shows: 'The default region with a second source, a mirror of a part of stable that supplies noble.',
  play(control) {
    const id = usualRegion(control, { nobleFrom: { url: 'http://mirror.example.com/ubuntu/' } })
    importFocal(control, id, { part: 0.4 })
  },
}
