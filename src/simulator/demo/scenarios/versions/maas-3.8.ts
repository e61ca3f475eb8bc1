import type { Scenario } from '#simulator/demo/scenario.ts'
import { importFocal, usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const maas38: Scenario = {
  shows:
    'MAAS 3.8, which imports all kernels, with three sources: stable, candidate (disabled), and a mirror with a higher priority than stable.',
  version: '3.8',
  versions: ['3.8'],
  play(control) {
    const stable = usualRegion(control, { source: { name: 'MAAS Stable', priority: 1 } })
    control.addSource({
      url: 'http://images.maas.io/ephemeral-v3/candidate/',
      name: 'MAAS Candidate',
      priority: 2,
      enabled: false,
    })
    const { id } = control.addSource({
      url: 'http://mirror.example.com/ubuntu/',
      name: 'Local mirror',
      priority: 10,
    })
    control.addSelections({ id, selections: [{ os: 'ubuntu', release: 'noble', arches: ['amd64'] }] })
    importFocal(control, stable, { part: 0.4 })
  },
}
