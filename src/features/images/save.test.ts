import { http, HttpResponse } from 'msw'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startGateway } from '#gateway/server.ts'
import { startSimulator } from '#simulator/serve.ts'
import { ALL_OF, aSource, draftOf } from './fixtures.ts'
import type { Draft } from './model.ts'
import { saveSelection, type SaveStep } from './save.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)

const resolute = { sourceId: 1, os: 'ubuntu', release: 'resolute' }
const noble = { sourceId: 1, os: 'ubuntu', release: 'noble' }
const jammy = { sourceId: 1, os: 'ubuntu', release: 'jammy' }

/** A save on a region of its own, through the real gateway. */
async function aRegion(scenario = 'default') {
  const simulator = await startSimulator({ scenario, speed: 0, now: () => START })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    apiKey: simulator.apiKey,
    keyringFile: async () => null,
    now: () => START,
  })
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, gateway.url), init))
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await gateway.close()
    await simulator.close()
  })
  let steps: readonly SaveStep[] = []
  const save = (draft: Draft, wait: (ms: number) => void = () => undefined) =>
    saveSelection({
      sources: [aSource(1)],
      draft,
      commissioningRelease: 'jammy',
      nameOf: ({ release }) => release,
      onSteps: (now) => {
        steps = now
      },
      onWriting: () => undefined,
      wait: async (ms) => wait(ms),
    })
  return {
    simulator,
    region: simulator.region,
    save,
    steps: () => steps.map(({ label, status }) => `${label}: ${status}`),
    releases: () => simulator.region.selections(1).map(({ release }) => release),
  }
}

test('a save reads, writes what is new before it takes away, and imports', async () => {
  const { save, steps, releases } = await aRegion()
  const outcome = await save(draftOf([noble, ALL_OF('amd64'), null], [resolute, null, ALL_OF('amd64')]))
  expect(outcome).toEqual({ kind: 'saved' })
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Select resolute: done',
    'Unselect noble: done',
    'Start the import: done',
  ])
  expect(releases()).toContain('resolute')
  expect(releases()).not.toContain('noble')
})

test('what somebody else changed is handed back, and nothing is written', async () => {
  const { save, region } = await aRegion()
  const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  region.updateSelection(1, id, { arches: ['amd64', 's390x'] })
  const outcome = await save(draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')]))
  expect(outcome).toMatchObject({ kind: 'merge', merged: { changes: [{ id: noble, conflict: false }] } })
  expect(region.selection(1, id).arches).toEqual(['amd64', 's390x'])
})

test('dropping the commissioning release is refused before anything is written', async () => {
  const { save, releases } = await aRegion()
  const before = releases()
  const outcome = await save(draftOf([jammy, ALL_OF('amd64'), null], [noble, ALL_OF('amd64'), null]))
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('commissioned') })
  expect(releases()).toEqual(before)
})

test('after a failure in the middle the same save does the rest, and nothing twice', async () => {
  const { save, steps, simulator, releases } = await aRegion()
  const draft = draftOf([resolute, null, ALL_OF('amd64')], [noble, ALL_OF('amd64'), null])
  simulator.use(
    http.delete('*/selections/*', () => new HttpResponse('Database is locked', { status: 503 }), {
      once: true,
    }),
  )
  expect(await save(draft)).toMatchObject({ kind: 'failed' })
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Select resolute: done',
    'Unselect noble: failed',
    'Start the import: waiting',
  ])
  expect(await save(draft)).toEqual({ kind: 'saved' })
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Unselect noble: done',
    'Start the import: done',
  ])
  expect(releases().filter((release) => release === 'resolute')).toHaveLength(1)
})

test('a source that MAAS has not read is read by an import first, then the selection is taken', async () => {
  const { save, simulator, releases } = await aRegion('fresh')
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => simulator.clock.advance(ms))
  expect(outcome).toEqual({ kind: 'saved' })
  expect(releases()).toEqual(['resolute'])
})

test('a source that stays unread is told, after all waits', async () => {
  const { save, releases } = await aRegion('fresh')
  let waited = 0
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => {
    waited += ms
  })
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('has not read its boot source') })
  expect(waited).toBeGreaterThan(30_000)
  expect(releases()).toEqual([])
})
