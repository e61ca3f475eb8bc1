import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const notOffered: Scenario = {
  shows: 'The source has withdrawn noble and CentOS 8, which are selected, synced, and deployed on machines.',
  play(control) {
    usualRegion(control)
    const withdraw = (os: string, release: string) =>
      control.changeStream({ name: 'stable', change: { kind: 'withdraw', os, release } })
    withdraw('ubuntu', 'noble')
    withdraw('centos', '8')
    control.startImport()
    control.runUntilIdle()
  },
}
