import { expect, test } from 'vitest'
import { readRecord, writeRecord } from '#api/store/records.ts'
import { sendStop } from '#api/stop/send-stop.ts'
import { STOP, storedStop } from '#api/stop/stopping.ts'
import { createStepBoard, type BoardStep, type StepBoard } from '#selections/step-board.ts'
import { stoppingMaas } from '#testing/faults/stopping-maas.ts'
import { imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import { importAgain, stopForDeletion } from './imports.ts'

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

type Maas = ReturnType<typeof stoppingMaas>

const toolsOf = ({ owner, wait }: Maas, board: StepBoard) => ({
  board,
  before: board.add('Check that the image stays deleted'),
  failed: new Map<string, string>(),
  owner,
  wait,
  importsOneAtATime: false,
  arriving: new Set([imageIdKey(JAMMY)]),
  lost: new Map(),
  remember: async () => undefined,
})

/** Stops the import that downloads jammy, to delete it. */
async function stopOn(maas: Maas) {
  let steps: readonly BoardStep[] = []
  const board = createStepBoard((shown) => (steps = shown))
  const tools = toolsOf(maas, board)
  const end = await stopForDeletion(tools, PLAN)
  return { end, stops: maas.stops(), state: steps[0]?.status, reason: tools.failed.get(imageIdKey(JAMMY)) }
}

test('an import that stops for a deletion is not waited for again', async () => {
  const maas = stoppingMaas()
  expect(await stopOn(maas)).toEqual({ end: 'stopped', stops: 1, state: 'done', reason: undefined })
  expect(await maas.savesWait()).toBe(false)
})

test('a save after the deletion knows that the import ignores its stop', async () => {
  const maas = stoppingMaas({ isDeaf: true })
  const reason =
    'MAAS ignores requests to stop this import, so its images were not deleted. Try again when it has ended.'
  expect(await stopOn(maas)).toEqual({ end: 'goes-on', stops: 3, state: 'failed', reason })
  expect(await readRecord(STOP, maas.owner)).toMatchObject({ goesOn: true })
  expect(await maas.savesWait()).toBe(true)
})

test('an import that is known to ignore stops gets no other one, and the reason says so', async () => {
  const maas = stoppingMaas({ isDeaf: true })
  const ignored = { at: Date.now() - 60_000, startedBefore: maas.started, goesOn: true as const }
  await writeRecord(STOP, maas.owner, ignored)
  expect(await stopOn(maas)).toEqual({
    end: 'goes-on',
    stops: 0,
    state: 'failed',
    reason:
      'MAAS ignores requests to stop this import, so its images were not deleted. Try again when it has ended.',
  })
})

test('that an earlier import ignored a stop does not keep this one from being stopped', async () => {
  const maas = stoppingMaas()
  const ignored = { at: Date.now() - 60_000, startedBefore: '2026-11-26T08:00:00Z', goesOn: true as const }
  await writeRecord(STOP, maas.owner, ignored)
  expect(await stopOn(maas)).toEqual({ end: 'stopped', stops: 1, state: 'done', reason: undefined })
})

test('a stop that MAAS refuses is not stored', async () => {
  const maas = stoppingMaas({ refuses: true })
  expect(await stopOn(maas)).toMatchObject({ end: 'failed', stops: 1, state: 'failed' })
  expect(await maas.savesWait()).toBe(false)
})

test('a stop that MAAS refuses does not hide an earlier one', async () => {
  const maas = stoppingMaas({ refuses: true })
  const earlier = { at: Date.now() - 5_000, startedBefore: maas.started }
  await writeRecord(STOP, maas.owner, earlier)
  await stopOn(maas)
  expect(await readRecord(STOP, maas.owner)).toEqual(earlier)
})

test('a stop whose answer is lost may have been applied, so a save waits', async () => {
  const maas = stoppingMaas({ answers: false })
  expect(await stopOn(maas)).toMatchObject({ end: 'failed', stops: 1, state: 'failed' })
  expect(await maas.savesWait()).toBe(true)
})

test('a stop notes which import it is about', async () => {
  const maas = stoppingMaas({ stalls: true })
  expect(await stopOn(maas)).toMatchObject({ end: 'late', stops: 1, state: 'failed' })
  expect(await readRecord(STOP, maas.owner)).toMatchObject({ startedBefore: maas.started, ofTask: true })
})

test.each([
  ['not started when MAAS ignores the stop: that import completes its images', 'goes-on', [], null],
  [
    'owed while the import has not ended',
    'late',
    ['Start the import: running'],
    expect.stringContaining('has not ended'),
  ],
  ['started after the end of the other one', 'stopped', ['Start the import: done'], null],
  ['started immediately while one runs that no one has stopped', null, ['Start the import: done'], null],
] as const)('another import is %s', async (_, stop, steps, message) => {
  const maas = stoppingMaas()
  let shown: readonly BoardStep[] = []
  const board = createStepBoard((now) => (shown = now))
  const failure = await importAgain({ ...toolsOf(maas, board), importsOneAtATime: false }, stop).then(
    () => null,
    String,
  )
  expect(failure).toEqual(message)
  expect(shown.slice(0, -1).map(({ label, status }) => `${label}: ${status}`)).toEqual(steps)
})

test.each([
  ['failed', { answers: false, endsAfterMs: 20_000 }, ['stop', 'end', 'import'], null],
  ['failed', { answers: false, stalls: true }, ['stop'], expect.stringContaining('has not ended')],
  ['with an import still owed', { endsAfterMs: 20_000 }, ['stop', 'end', 'import'], null],
] as const)(
  'after a stop that may be under way (%s), another import starts only after its end',
  async (how, given, calls, message) => {
    const maas = stoppingMaas(given)
    const board = createStepBoard(() => undefined)
    const tools = { ...toolsOf(maas, board), importsOneAtATime: false }
    const stop =
      how === 'failed'
        ? await stopForDeletion(tools, PLAN)
        : await sendStop(storedStop(maas.owner)).then(() => null)
    const failure = await importAgain(tools, stop).then(() => null, String)
    expect(failure).toEqual(message)
    expect(maas.calls()).toEqual(calls)
  },
)
