import type { Scenario } from '#simulator/demo/scenario.ts'

export const missingFiles: Scenario = {
  shows: 'A mirror that lists all of stable and lacks the files of a selected release: the import fails.',
  play(control) {
    const { id } = control.addSource({ url: 'http://mirror.example.com/ubuntu/' })
    control.addBootloaders({ id })
    control.addImages({
      id,
      images: ['jammy', 'noble'].map((release) => ({ os: 'ubuntu', release, arch: 'amd64' })),
    })
    control.addSelections({
      id,
      selections: ['jammy', 'noble', 'focal'].map((release) => ({
        os: 'ubuntu',
        release,
        arches: ['amd64'],
      })),
    })
    control.startImport()
    control.runUntilIdle()
  },
}
