import type { Scenario } from '#simulator/demo/scenario.ts'

/** All out of standard support; focal and older ones are in extended maintenance or past it. */
const ENDED = ['xenial', 'bionic', 'focal', 'groovy', 'mantic']

export const endedReleases: Scenario = {
  shows: 'Selected and synced releases whose support has ended, with machines deployed with two of them.',
  play(control) {
    const { id } = control.addSource({})
    const images = ['noble', ...ENDED].map((release) => ({ os: 'ubuntu', release, arch: 'amd64' }))
    control.addBootloaders({ id })
    control.addImages({ id, images })
    control.addSelections({
      id,
      selections: images.map(({ arch, ...image }) => ({ ...image, arches: [arch] })),
    })
    for (const release of ['xenial', 'mantic'])
      control.addMachines({
        os: 'ubuntu',
        release,
        architecture: 'amd64/generic',
        state: 'deployed',
        count: 3,
      })
    control.setSettings({ values: { commissioning_distro_series: 'noble', default_distro_series: 'noble' } })
    control.addFinishedImport({ minutesAgo: 22 })
  },
}
