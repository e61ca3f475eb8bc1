import { expect, test } from 'vitest'
import { readRecord, writeRecord } from '#api/store/records.ts'
import { STOP } from '#api/stop/stopping.ts'
import { createStepBoard, type BoardStep } from '#selections/step-board.ts'
import { stoppingMaas } from '#testing/faults/stopping-maas.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { stopForDeletion } from './imports.ts'

const JAMMY = { kind: 'synced', os: 'ubuntu', release: 'jammy', arch: 'amd64' } as const
const PLAN = {
  images: [{ ...JAMMY, ids: [7] }],
  refused: [],
  selections: [],
  stays: [],
  stops: true,
  imports: false,
  again: [],
}

/** Stops the import that downloads jammy, to delete it. */
async function stopOn({ owner, wait, stops }: ReturnType<typeof stoppingMaas>) {
  let steps: readonly BoardStep[] = []
  const board = createStepBoard((shown) => (steps = shown))
  const failed = new Map<string, string>()
  const tools = {
    board,
    before: board.add('Check that the image stays deleted'),
    failed,
    owner,
    wait,
    importsOneAtATime: false,
    arriving: new Set([imageIdKey(JAMMY)]),
    lost: new Map(),
    remember: async () => undefined,
  }
  await stopForDeletion(tools, PLAN)
  return { stops: stops(), state: steps[0]?.status, reason: failed.get(imageIdKey(JAMMY)) }
}

test('an import that stops for a deletion is not waited for again', async () => {
  const maas = stoppingMaas()
  expect(await stopOn(maas)).toEqual({ stops: 1, state: 'done', reason: undefined })
  expect(await maas.savesWait()).toBe(false)
})

test('a save after the deletion knows that the import ignores its stop', async () => {
  const maas = stoppingMaas({ isDeaf: true })
  expect(await stopOn(maas)).toMatchObject({ stops: 3, state: 'failed' })
  expect(await readRecord(STOP, maas.owner)).toMatchObject({ goesOn: true })
  expect(await maas.savesWait()).toBe(true)
})

test('an import that is known to ignore stops gets no other one, and the reason says so', async () => {
  const maas = stoppingMaas({ isDeaf: true })
  const ignored = { at: Date.now() - 60_000, startedBefore: maas.started, goesOn: true as const }
  await writeRecord(STOP, maas.owner, ignored)
  expect(await stopOn(maas)).toEqual({
    stops: 0,
    state: 'failed',
    reason:
      'MAAS ignores requests to stop this import, so its images were not deleted. Choose Continue when it has ended.',
  })
})

test('that an earlier import ignored a stop does not keep this one from being stopped', async () => {
  const maas = stoppingMaas()
  const ignored = { at: Date.now() - 60_000, startedBefore: '2026-11-26T08:00:00Z', goesOn: true as const }
  await writeRecord(STOP, maas.owner, ignored)
  expect(await stopOn(maas)).toEqual({ stops: 1, state: 'done', reason: undefined })
})

test('a stop that MAAS refuses is not stored', async () => {
  const maas = stoppingMaas({ refuses: true })
  expect(await stopOn(maas)).toMatchObject({ stops: 1, state: 'failed' })
  expect(await maas.savesWait()).toBe(false)
})
