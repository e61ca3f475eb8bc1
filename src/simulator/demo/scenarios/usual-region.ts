import type { Input } from '#simulator/control/operations.ts'
import type { Steps } from '#simulator/control/steps.ts'

type Circumstances = {
  /** The source; without it: the stable stream. */
  readonly source?: Input<'addSource'>
  /** A second source, which supplies noble. */
  readonly nobleFrom?: Input<'addSource'>
  readonly nextImportInMinutes?: number
}

/**
 * A region that has been in use for a while. It holds all that is selected, except focal for arm64, and one image that its
 * source does not offer any more. Returns the ID of its source.
 */
export function usualRegion(
  control: Steps,
  { source = {}, nobleFrom, nextImportInMinutes }: Circumstances = {},
): number {
  const { id } = control.addSource(source)
  const noble = nobleFrom === undefined ? id : control.addSource(nobleFrom).id
  const centos = control.listOffers({ id }).findLast(({ os }) => os === 'centos')?.release ?? ''

  control.addBootloaders({ id })
  control.addImages({
    id,
    images: [
      { os: 'ubuntu', release: 'jammy', arch: 'amd64', deployedDaysAgo: 3 },
      { os: 'ubuntu', release: 'noble', arch: 'amd64', deployedDaysAgo: 0.2, versionsBehind: 1 },
      { os: 'centos', release: centos, arch: 'amd64', deployedDaysAgo: 61 },
      { os: 'ubuntu', release: 'focal', arch: 'amd64', formerly: COSMIC },
    ],
  })
  control.addCustomImage({ name: 'build-agent', title: 'Build agent (hardened)', bytes: 734_003_200 })

  const select = (sourceId: number, os: string, release: string, arch: string) =>
    control.addSelections({ id: sourceId, selections: [{ os, release, arches: [arch] }] })
  select(id, 'ubuntu', 'jammy', 'amd64')
  select(noble, 'ubuntu', 'noble', 'amd64')
  select(id, 'ubuntu', 'cosmic', 'amd64')
  select(id, 'ubuntu', 'focal', 'arm64')
  select(id, 'centos', centos, 'amd64')

  addUsualMachines(control, centos)
  control.addFinishedImport({
    minutesAgo: 22,
    ...(nextImportInMinutes !== undefined && { nextInMinutes: nextImportInMinutes }),
  })
  return id
}

const COSMIC = { release: 'cosmic', version: '18.10', title: '18.10' }

/** What is missing in the usual region, on its way. */
export function importFocal(
  control: Steps,
  sourceId: number,
  { part, minutesAgo }: { part: number; minutesAgo?: number },
): void {
  control.addRunningImport({
    images: [{ sourceId, os: 'ubuntu', release: 'focal', arch: 'arm64' }],
    part,
    ...(minutesAgo !== undefined && { minutesAgo }),
  })
}

/** Two machines were deployed with the default release, unnamed. */
function addUsualMachines(control: Steps, centos: string): void {
  const architecture = 'amd64/generic'
  const add = (state: 'ready' | 'deployed' | 'deploying', os: string, release: string, count: number) =>
    control.addMachines({ os, release, architecture, state, count })
  add('deployed', 'ubuntu', 'noble', 12)
  add('deploying', 'ubuntu', 'noble', 1)
  add('deployed', 'ubuntu', 'jammy', 3)
  add('deployed', '', '', 2)
  add('deployed', 'centos', centos, 1)
  add('deployed', 'custom', 'build-agent', 2)
  add('ready', '', '', 4)
}
