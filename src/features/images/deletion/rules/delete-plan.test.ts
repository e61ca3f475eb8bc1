import { expect, test } from 'vitest'
import { ALL_OF, savedOf } from '#testing/image-fixtures.ts'
import type { ReleaseId } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'
import { deletePlan, type DeleteInput, type DeletePlan } from './delete-plan.ts'
import { heldFromResources, type HeldImage } from './held-images.ts'
import { type ImageId, imageIdKey } from './image-id.ts'

const VERSIONS = ['3.4.9', '3.5.13', '3.6.1', '3.7.2', '3.8.0'] as const
const TO_37 = VERSIONS.slice(0, -1)

const at = (sourceId: number, release: string): ReleaseId => ({ sourceId, os: 'ubuntu', release })
const image = (release: string, arch: string, kind: ImageId['kind'] = 'synced'): ImageId => ({
  kind,
  os: 'ubuntu',
  release,
  arch,
})
const held = (...images: ImageId[]): HeldImage[] =>
  images.map((one, index) => ({ ...one, ids: [10 * index + 1, 10 * index + 2] }))

const AMD64 = image('noble', 'amd64')
const ARM64 = image('noble', 'arm64')

const plan = (part: Partial<DeleteInput> & { selections?: (readonly [ReleaseId, Wanted])[] }): DeletePlan => {
  const { selections = [[at(1, 'noble'), ALL_OF('amd64', 'arm64')]], ...rest } = part
  return deletePlan({
    version: '3.5.13',
    saved: savedOf(...selections),
    held: held(AMD64, ARM64),
    targets: [AMD64],
    arriving: new Set(),
    importing: false,
    offered: () => ['amd64', 'arm64'],
    commissioningRelease: 'jammy',
    ...rest,
  })
}

/** "update 1/noble [arm64]" */
const steps = ({ selections }: DeletePlan): string[] =>
  selections.map((step) => {
    const name = `${step.kind} ${step.id.sourceId}/${step.id.release}`
    return step.kind === 'delete' ? name : `${name} [${step.wanted.arches.join(' ')}]`
  })

test.each(TO_37)(
  'MAAS %s: one architecture is removed from the selection, and the others are kept',
  (version) => {
    const found = plan({ version })
    expect(steps(found)).toEqual(['update 1/noble [arm64]'])
    expect(found.images.map(imageIdKey)).toEqual([imageIdKey(AMD64)])
    expect(found).toMatchObject({ stops: false, imports: false, again: [], refused: [], stays: [] })
  },
)

test('MAAS 3.8 drops an architecture only with its selection, which is created again and imported', () => {
  const found = plan({ version: '3.8.0' })
  expect(steps(found)).toEqual(['delete 1/noble', 'create 1/noble [arm64]'])
  expect(found).toMatchObject({ stops: false, imports: true, again: [at(1, 'noble')] })
})

test.each(VERSIONS)('MAAS %s: deleting the last image of a release deletes its selection', (version) => {
  const found = plan({ version, targets: [AMD64, ARM64] })
  expect(steps(found)).toEqual(['delete 1/noble'])
  expect(found.imports).toBe(false)
  expect(found.images).toHaveLength(2)
})

test.each(TO_37)('MAAS %s: a selection of all architectures becomes a list of the others', (version) => {
  const selections: (readonly [ReleaseId, Wanted])[] = [[at(1, 'noble'), ALL_OF('*')]]
  expect(steps(plan({ version, selections }))).toEqual(['update 1/noble [arm64]'])
  const unread = plan({ version, selections, offered: () => null })
  expect(steps(unread)).toEqual([])
  expect(unread.refused.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('has not read its source'),
  ])
})

test.each(VERSIONS)(
  'MAAS %s: an image that two sources select is removed from both selections',
  (version) => {
    const found = plan({
      version,
      selections: [
        [at(1, 'noble'), ALL_OF('amd64')],
        [at(2, 'noble'), ALL_OF('amd64')],
      ],
    })
    expect(steps(found)).toEqual(['delete 1/noble', 'delete 2/noble'])
  },
)

test.each(TO_37)(
  'MAAS %s refuses to delete the commissioning release, and the others are deleted',
  (version) => {
    const jammy = image('jammy', 'amd64')
    const part = {
      version,
      selections: [
        [at(1, 'jammy'), ALL_OF('amd64')],
        [at(1, 'noble'), ALL_OF('amd64')],
      ] as (readonly [ReleaseId, Wanted])[],
      held: held(jammy, AMD64),
      targets: [jammy, AMD64],
    }
    const found = plan(part)
    expect(steps(found)).toEqual(['delete 1/noble'])
    expect(found.images.map(imageIdKey)).toEqual([imageIdKey(AMD64)])
    expect(found.refused).toEqual([
      { image: jammy, reason: expect.stringContaining('is the commissioning release') },
    ])
    expect(plan({ ...part, version: '3.8.0' }).refused).toEqual([])
  },
)

test.each(VERSIONS)(
  'MAAS %s: another architecture of the commissioning release can be deleted',
  (version) => {
    const found = plan({ version, commissioningRelease: 'noble', targets: [ARM64] })
    expect(found.refused).toEqual([])
    expect(found.images.map(imageIdKey)).toEqual([imageIdKey(ARM64)])
  },
)

test.each([
  ['3.4.9', true],
  ['3.5.13', true],
  ['3.6.1', true],
  ['3.7.2', true],
  ['3.8.0', false],
] as const)('MAAS %s: an import that downloads the image is stopped first: %s', (version, stops) => {
  const part = { version, targets: [AMD64, ARM64], arriving: new Set([imageIdKey(AMD64)]) }
  expect(plan({ ...part, importing: true })).toMatchObject({ stops, imports: stops })
  expect(plan({ ...part, importing: false })).toMatchObject({ stops: false, imports: false })
  expect(plan({ ...part, importing: true, arriving: new Set() }).stops).toBe(false)
  // downloads of other images continue
  expect(plan({ ...part, importing: true, targets: [ARM64] }).stops).toBe(false)
})

test.each(VERSIONS)('MAAS %s: a custom image is deleted, and the selection stays', (version) => {
  const custom = image('noble', 'amd64', 'uploaded')
  const found = plan({ version, held: held(AMD64, custom), targets: [custom] })
  expect(steps(found)).toEqual([])
  expect(found.images).toEqual([{ ...custom, ids: [11, 12] }])
})

test.each(VERSIONS)('MAAS %s: an image that is held and not selected is deleted', (version) => {
  const found = plan({ version, selections: [[at(1, 'jammy'), ALL_OF('amd64')]] })
  expect(steps(found)).toEqual([])
  expect(found.images.map(imageIdKey)).toEqual([imageIdKey(AMD64)])
})

test('MAAS 3.8 keeps an image that an update has dropped, so its selection is created again', () => {
  const selections: (readonly [ReleaseId, Wanted])[] = [[at(1, 'noble'), ALL_OF('arm64')]]
  expect(steps(plan({ version: '3.8.0', selections }))).toEqual(['delete 1/noble', 'create 1/noble [arm64]'])
  expect(steps(plan({ version: '3.7.2', selections }))).toEqual([])
})

test.each([
  ['3.5.13', ['amd64'], ['update 1/noble [amd64]'], 0],
  // MAAS 3.8 would download the other image again
  ['3.8.0', ['amd64'], [], 1],
  ['3.5.13', [], [], 1],
  ['3.8.0', [], [], 1],
] as const)(
  'MAAS %s: an image that is no longer offered is removed without losing the others; offered: %j',
  (version, offered, expected, stays) => {
    const found = plan({ version, targets: [ARM64], offered: () => [...offered] })
    expect(steps(found)).toEqual(expected)
    expect(found.stays).toHaveLength(stays)
    expect(found.images.map(imageIdKey)).toEqual([imageIdKey(ARM64)])
    expect(found.refused).toEqual([])
  },
)

test.each(VERSIONS)('MAAS %s: an image is refused if another one would be lost with it', (version) => {
  const found = plan({ version, offered: () => ['amd64'] })
  expect(found.refused).toEqual([
    { image: AMD64, reason: expect.stringContaining('no longer offers this release for arm64') },
  ])
  expect(found.images).toEqual([])
  const both = plan({ version, offered: () => ['amd64'], targets: [AMD64, ARM64] })
  expect(steps(both)).toEqual(['delete 1/noble'])
})

test.each(VERSIONS)(
  'MAAS %s: an architecture that is neither offered nor held does not prevent a deletion',
  (version) => {
    const selections: (readonly [ReleaseId, Wanted])[] = [[at(1, 'noble'), ALL_OF('amd64', 's390x')]]
    const found = plan({ version, selections, held: held(AMD64), offered: () => ['amd64'] })
    expect(steps(found)).toEqual(['delete 1/noble'])
  },
)

test('kernels and labels of a selection stay as they are', () => {
  const wanted = { arches: ['amd64', 'arm64'], subarches: ['ga-24.04'], labels: ['stable'] }
  const [step] = plan({ selections: [[at(1, 'noble'), wanted]] }).selections
  expect(step).toMatchObject({ wanted: { ...wanted, arches: ['arm64'] } })
})

test('boot resources are grouped by image, custom ones separately', () => {
  const resource = (id: number, type: string, name: string, architecture: string) => ({
    id,
    type,
    name,
    architecture,
  })
  expect(
    heldFromResources([
      resource(1, 'Synced', 'ubuntu/noble', 'amd64/ga-24.04'),
      resource(2, 'Synced', 'ubuntu/noble', 'amd64/hwe-24.04'),
      resource(3, 'Uploaded', 'ubuntu/noble', 'amd64/generic'),
      resource(4, 'Uploaded', 'build-agent', 'amd64/generic'),
    ]),
  ).toEqual([
    { kind: 'synced', os: 'ubuntu', release: 'noble', arch: 'amd64', ids: [1, 2] },
    { kind: 'uploaded', os: 'ubuntu', release: 'noble', arch: 'amd64', ids: [3] },
    { kind: 'uploaded', os: '', release: 'build-agent', arch: 'amd64', ids: [4] },
  ])
})
