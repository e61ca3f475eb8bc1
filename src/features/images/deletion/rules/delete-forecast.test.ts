import { expect, test } from 'vitest'
import type { FilesAnswer } from '#contract/gateway.ts'
import {
  aCatalogue,
  aRelease,
  aSource,
  ALL_OF,
  centos,
  centosRelease,
  grub,
  jammy,
  jammyRelease,
  noble,
  savedOf,
} from '#testing/image-fixtures.ts'
import { deleteForecast } from './delete-forecast.ts'
import { deletePlan } from './delete-plan.ts'
import { heldFromResources } from './held-images.ts'

type Resource = FilesAnswer['resources'][number]
const held = (name: string, version: string): Resource => ({
  synced: true,
  name,
  architecture: 'amd64/generic',
  sets: [{ version, label: 'stable', complete: true, files: [[`${name} ${version}`, 500, 500]] }],
})

const CENTOS = [held('centos/8', '1'), held('centos/8', '2')]
const [JAMMY, NOBLE] = [held('ubuntu/jammy', '1'), held('ubuntu/noble', '1')]
const { arches } = centosRelease
const OFFERED = [aRelease({ arches }), { ...jammyRelease, arches }, centosRelease]

/** What deleting images of a region does, in which jammy is selected, and noble unless another release is. */
function forecast(
  resources: Resource[],
  targets: readonly (typeof noble)[],
  { selects = [jammy, noble], offered = OFFERED } = {},
) {
  const saved = savedOf(...selects.map((id) => [id, ALL_OF('amd64')] as const))
  const catalogues = new Map([[1, aCatalogue(offered, { bootloaders: [grub] })]])
  const known = {
    version: '3.7.3',
    sources: [aSource()],
    catalogues,
    saved,
    files: { complete: true, resources },
  }
  const plan = deletePlan({
    version: known.version,
    saved,
    held: heldFromResources(
      resources.map(({ name, architecture }, id) => ({ id, type: 'Synced', name, architecture })),
    ),
    targets: targets.map(({ os, release }) => ({ kind: 'synced', os, release, arch: 'amd64' })),
    arriving: new Set(),
    importing: false,
    offered: () => ['amd64'],
    commissioningRelease: 'jammy',
  })
  const found = deleteForecast(known, plan)
  return found && [found.failsAt?.map(({ name }) => name) ?? [], found.undo > 0, found.isUndoAbout === true]
}

const without = (release: typeof noble) =>
  OFFERED.filter((one) => one.os !== release.os || one.release !== release.release)

test.each<[string, ReturnType<typeof forecast>, NonNullable<ReturnType<typeof forecast>>]>([
  ['nothing is held twice', forecast([JAMMY, NOBLE], [noble]), [[], true, false]],
  [
    'another image is, and is not selected: imports fail until it is deleted, and then the undo is possible',
    forecast([JAMMY, NOBLE, ...CENTOS], [noble]),
    [['centos/8'], true, false],
  ],
  [
    'another image is, and is not selected, and the sources do not offer the deleted one',
    forecast([JAMMY, NOBLE, ...CENTOS], [noble], { offered: without(noble) }),
    [['centos/8'], false, false],
  ],
  [
    'the deleted image is: it is no longer in the way',
    forecast([JAMMY, ...CENTOS], [centos], { selects: [jammy, centos] }),
    [[], true, false],
  ],
  [
    'the deleted image is, and was in the way before',
    forecast([JAMMY, NOBLE, ...CENTOS], [noble, centos]),
    [[], true, false],
  ],
  [
    'another image is, and stays selected: imports do not fail',
    forecast([JAMMY, NOBLE, ...CENTOS], [noble], { selects: [jammy, noble, centos] }),
    [[], true, true],
  ],
])('a deletion: %s', (_, found, expected) => {
  expect(found).toEqual(expected)
})
