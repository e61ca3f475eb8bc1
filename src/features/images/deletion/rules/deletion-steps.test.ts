import { expect, test } from 'vitest'
import { ALL_OF, jammy, noble } from '#testing/image-fixtures.ts'
import type { DeletePlan } from './delete-plan.ts'
import { deletionSteps } from './deletion-steps.ts'
import { deleteTexts } from './delete-texts.ts'

const image = (release: string, kind: 'synced' | 'uploaded', ids: number[]) => ({
  kind,
  os: kind === 'synced' ? 'ubuntu' : '',
  release,
  arch: 'amd64',
  ids,
})

const PLAN: DeletePlan = {
  stops: true,
  selections: [
    { kind: 'update', id: jammy, selectionId: 2, wanted: ALL_OF('arm64') },
    { kind: 'delete', id: noble, selectionId: 3 },
  ],
  images: [image('jammy', 'synced', [1, 2]), image('noble', 'synced', [3]), image('mine', 'uploaded', [4])],
  refused: [],
  stays: [],
  again: [],
  imports: true,
}

test.each([
  ['3.7.2', [1, 2, 3, 4]],
  // MAAS deletes the image with its selection
  ['3.8.0', [1, 2, 4]],
])('MAAS %s: the commands delete boot resources %j after the selections changed', (version, ids) => {
  const steps = deletionSteps(PLAN, version)
  expect(steps.map(({ kind }) => kind)).toEqual([
    'stop-import',
    'update-selection',
    'delete-selection',
    ...ids.map(() => 'delete-resource'),
    'import',
  ])
  expect(steps.flatMap((step) => (step.kind === 'delete-resource' ? [step.id] : []))).toEqual(ids)
  expect(steps).toContainEqual({ kind: 'delete-resource', id: 4, name: 'mine', arch: 'amd64' })
})

const textsOf = (version: string, part: Partial<DeletePlan>, undo: number | null) =>
  deleteTexts({
    version,
    plan: { ...PLAN, stops: false, ...part },
    forecast: undo === null ? null : { freed: 2_000_000, again: 5_000_000, undo },
    nameOf: ({ release }) => release,
  }).join('\n')

test('bytes that undoing a deletion downloads are about right where the forecast is', () => {
  const forecast = { freed: 0, again: 0, undo: 3_000_000, isUndoAbout: true }
  const texts = deleteTexts({ version: '3.7.2', plan: PLAN, forecast, nameOf: ({ release }) => release })
  expect(texts.join('\n')).toContain('MAAS then downloads about 3.0 MB.')
})

const doubled = (...releases: string[]) =>
  releases.map((name) => ({ synced: true, name: `centos/${name}`, architecture: 'amd64/generic', sets: [] }))

test.each([
  [
    'the next import fails',
    ['7'],
    3_000_000,
    'MAAS has 7 (amd64) twice and cannot remove it, so every import fails until you delete it, too.\nAfter that, you can select the images again to undo this. MAAS then downloads 3.0 MB.',
  ],
  [
    'it fails at several images',
    ['7', '8', '8'],
    3_000_000,
    'MAAS has 7 (amd64) and 8 (amd64) twice and cannot remove them, so every import fails until you delete them, too.\nAfter that, you can select the images again to undo this. MAAS then downloads 3.0 MB.',
  ],
  [
    'it fails, and the sources do not offer the deleted images',
    ['7'],
    0,
    'MAAS has 7 (amd64) twice and cannot remove it, so every import fails until you delete it, too.\nThis cannot be undone: the sources do not offer these images.',
  ],
])('a deletion while another image is held twice: %s', (_, releases, undo, expected) => {
  const forecast = { freed: 0, again: 0, undo, failsAt: doubled(...releases) }
  const plan = { ...PLAN, stops: false }
  const texts = deleteTexts({ version: '3.7.2', plan, forecast, nameOf: ({ release }) => release })
  expect(texts.join('\n')).toBe(expected)
})

test.each([
  ['3.4.9', { stops: true }, 1, /partial downloads are deleted and start over/],
  ['3.5.13', { stops: true }, 1, /partial downloads start over/],
  ['3.7.2', {}, 3_000_000, /MAAS frees 2.0 MB.*\n.*downloads 3.0 MB/],
  ['3.7.2', {}, 0, /This cannot be undone/],
  ['3.7.2', {}, null, /^To undo this, select the images again. MAAS then downloads them again.$/],
  ['3.7.2', { images: [image('mine', 'uploaded', [4])] }, 0, /custom images cannot be undone/],
  ['3.8.0', { again: [jammy] }, 1, /deletes all images of jammy.*again \(5.0 MB\)/],
  ['3.8.0', { stays: [image('jammy', 'synced', [1])] }, 1, /still names images/],
] as const)('MAAS %s: %j says what the deletion does', (version, part, undo, expected) => {
  expect(textsOf(version, part, undo)).toMatch(expected)
})
