import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { sourceChanges } from '#testing/faults/source-change.ts'
import { given, JAMMY, KEYRINGS, MIRROR, NOBLE, select, toMirror } from '#testing/faults/whole-change.ts'
import { sentStop } from '#testing/faults/sent-stop.ts'
import { stoppingMaas } from '#testing/faults/stopping-maas.ts'
import { extrasOf } from '#features/source/rules/model.ts'
import { ImportRunsOn } from './change-words.ts'
import { doStep } from './do-step.ts'
import { createKnownRegion } from './known-region.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'

const open = sourceChanges()

const LARGE = 'http://mirror.example.com/large/'
const FOCAL = select('focal', 'amd64')

const large = { url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }

describe('MAAS has not read the new source:', () => {
  const target = toMirror(NOBLE, JAMMY, FOCAL)

  test('one import makes MAAS read source 1, and the step says what it waits for', async () => {
    const it = open([{ ...large, url: 'http://images.maas.io/ephemeral-v3/candidate/', selections: [NOBLE] }])
    expect(await it.run({ target, before: it.states() })).toEqual({ kind: 'done' })
    expect(it.waits).toEqual([500, 1_000])
    expect(it.writes.filter((call) => call.startsWith('POST boot-resources'))).toHaveLength(2)
    expect(it.published.flat()).toContainEqual({
      label: 'Select ubuntu jammy',
      kind: 'create-selection',
      status: 'running',
      note: 'Waiting for MAAS to read the boot source…',
    })
    expect(it.notes()).toEqual([])
  })

  test('MAAS reads a new source without an import, which would delete images that are not selected yet', async () => {
    const it = open([{ ...large, ...KEYRINGS.data }], { firstId: 3 })
    expect(await it.run({ target: { ...target, replaces: 3 }, before: it.states() })).toEqual({
      kind: 'done',
    })
    expect(it.waits).toEqual([500, 1_000])
    expect(it.writes.filter((call) => call.startsWith('POST boot-resources'))).toHaveLength(1)
  })

  test('a change of a selection also waits until MAAS has read the source', async () => {
    const wide = select('noble', 'amd64', 'arm64')
    const it = open([{ ...large, url: 'http://images.maas.io/ephemeral-v3/candidate/', selections: [NOBLE] }])
    expect(await it.run({ target: toMirror(wide), before: it.states() })).toEqual({ kind: 'done' })
    expect(it.waits).toEqual([500, 1_000])
    expect(contentOf(it.states())).toBe(given([{ ...MIRROR, selections: [wide] }]))
  })

  test.each<[string, Parameters<typeof open>[1], (region: ReturnType<typeof open>['region']) => void]>([
    ['source 1 does not answer', {}, (region) => region.setSourcesAnswer(false)],
    ['another source does not answer', { firstId: 5 }, (region) => region.setSourcesAnswer(false)],
  ])('when %s, the wait ends within a minute with a reason', async (_, circumstances, spoil) => {
    const it = open([large], circumstances)
    const before = it.states()
    spoil(it.region)
    const replaces = circumstances?.firstId ?? 1
    const only = { os: 'ubuntu', release: 'focal', arches: ['riscv64'], subarches: ['*'], labels: ['*'] }
    expect(await it.run({ target: { ...toMirror(NOBLE, JAMMY, only), replaces }, before })).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/^MAAS does not find this image\. .* finish or go back\.$/),
      progress: 'between',
    })
    expect(it.steps()).toContain('Select ubuntu focal: failed')
    const waited = it.waits.reduce((sum, ms) => sum + ms, 0)
    expect(waited).toBeGreaterThan(30_000)
    expect(waited).toBeLessThan(60_000)
    expect(it.writes.filter((call) => call.endsWith('op=import'))).toHaveLength(1)
    expect(it.writes.filter((call) => call.endsWith('selections/')).length).toBeLessThan(10)
  })

  test('a new source whose keyring file is missing leaves the old one unchanged, and the change can be undone', async () => {
    const it = open([{ ...large, ...KEYRINGS.data }])
    const before = it.states()
    const spec = { url: LARGE, keyring_filename: '/no/such/keyring.gpg', keyring_data: '' }
    expect(await it.run({ target: { ...target, spec }, before })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('has not read the new source yet, or cannot'),
      progress: 'between',
    })
    expect(it.states()[0]).toEqual(before[0])
  })
})

test('on MAAS 3.8 the final import waits for the end of the one that made MAAS read the source', async () => {
  const it = open([{ ...large, url: LARGE.slice(0, -1), selections: [NOBLE] }], { version: '3.8.0' })
  let time = 0
  const imports: number[] = []
  /** MAAS does not report the import in its first second. */
  const runs = () => imports.some((at) => time >= at + 1_000 && time < at + 20_000)
  it.use(
    http.get('*/boot-resources/', () => HttpResponse.json(runs())),
    http.post('*/boot-resources/', () => {
      imports.push(time)
      return HttpResponse.text('Import of boot resources started')
    }),
    http.post('*/selections/', () =>
      imports.length === 0
        ? HttpResponse.json(
            { os: ['OS ubuntu with release jammy has no available images for download'] },
            { status: 400 },
          )
        : undefined,
    ),
  )
  const before = it.states()
  const [{ source } = { source: null }] = before
  const target = { spec: { ...large, url: MIRROR.url.slice(0, -1) }, selections: [NOBLE, JAMMY], replaces: 1 }
  const extras = source ? extrasOf(source) : undefined
  const order = { target: { ...target, extras }, before }
  const outcome = await it.run(order, (ms) => {
    time += ms
    it.wait(ms)
  })
  expect(outcome).toEqual({ kind: 'done' })
  expect(imports).toHaveLength(2)
  expect((imports[1] ?? 0) - (imports[0] ?? 0)).toBeGreaterThanOrEqual(20_000)
  expect(it.published.flat()).toContainEqual(
    expect.objectContaining({
      label: 'Start the import',
      note: expect.stringContaining('waits until it ends'),
    }),
  )
})

test('a stop that MAAS does not hear, because it still reads its sources, is repeated', async () => {
  const it = open([large])
  it.region.startImport()
  expect(await it.run({ target: toMirror(JAMMY), before: it.states() })).toEqual({ kind: 'done' })
  const stops = it.writes.filter((call) => call.endsWith('op=stop_import'))
  expect(stops).toHaveLength(2)
})

test('after an import that does not stop, no further step is done', async () => {
  const it = open([large])
  it.region.startImport()
  it.wait(1_000)
  const before = it.states()
  it.use(http.get('*/boot-resources/', () => HttpResponse.json(true)))
  expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({
    kind: 'failed',
    message: 'The running import does not stop. Check MAAS, then try again.',
    progress: 'old',
  })
  expect(new Set(it.writes)).toEqual(new Set(['POST boot-resources/?op=stop_import']))
  expect(it.waits.reduce((sum, ms) => sum + ms, 0)).toBe(120_000)
  expect(it.steps().slice(0, 2)).toEqual([
    'Read sources and selections again: done',
    'Stop the running import: failed',
  ])
})

describe('The current state cannot be read:', () => {
  test('once: nothing was changed', async () => {
    const it = open([large])
    const before = it.states()
    it.use(
      http.get('*/boot-sources/1/selections/', () => new HttpResponse('No.', { status: 500 }), {
        once: true,
      }),
    )
    expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/^MAAS answered with an error \(500\): No\./),
      progress: 'old',
    })
    expect(it.writes).toEqual([])
    expect(it.steps()).toEqual(['Read sources and selections again: failed'])
  })

  test.each<[string, () => Response, RegExp]>([
    ['the region is cut off', () => HttpResponse.error(), /^Cannot reach the MAAS region /],
    ['it answers with a web page', () => HttpResponse.html('<html>'), /answers with a web page/],
  ])('%s: the resulting state is unknown', async (_, answer, message) => {
    const it = open([large])
    const before = it.states()
    it.use(http.get('*/boot-sources/', answer))
    expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({
      kind: 'failed',
      message: expect.stringMatching(message),
      progress: 'unknown',
    })
  })

  test('a gateway that is unreachable from the start is not reported as a possible change', async () => {
    const it = open([large])
    const before = it.states()
    it.die()
    expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({
      kind: 'failed',
      message: 'The gateway of this page does not answer. Check that it is running, then try again.',
      progress: 'unknown',
    })
  })
})

describe('A resumed change with no steps left, during an import up to 3.7,', () => {
  const IMPORT = 'POST boot-resources/?op=import'

  function resumed() {
    const it = open([{ ...large, selections: [NOBLE] }])
    it.region.startImport()
    const [state] = it.states()
    const target = { spec: large, selections: [NOBLE], replaces: state?.source.id ?? null }
    return { it, order: { target, before: it.states(), resumes: true } }
  }

  test('does not stop that import, which applies the change before it ends', async () => {
    const { it, order } = resumed()
    expect(await it.run(order)).toEqual({ kind: 'done' })
    expect([it.writes, it.waits]).toEqual([[IMPORT], []])
    expect(it.region.isImporting()).toBe(true)
  })

  test('waits for the end of an import that is being stopped, because MAAS would skip the request', async () => {
    const { it, order } = resumed()
    it.wait(1_000)
    it.region.stopImport()
    expect(await it.run({ ...order, runningStop: async () => sentStop(0) })).toEqual({ kind: 'done' })
    expect(it.writes).toEqual([IMPORT])
    expect(it.waits.length).toBeGreaterThan(0)
    expect(it.notes()).toEqual([])
    expect(it.published.flat()).toContainEqual(
      expect.objectContaining({ note: expect.stringContaining('is being stopped') }),
    )
    expect(it.region.isImporting()).toBe(true)
  })
})

const stopOn = ({ owner, wait }: ReturnType<typeof stoppingMaas>) =>
  doStep({ kind: 'stop-import' }, 0, {
    known: createKnownRegion([]),
    note: () => undefined,
    wait,
    importsOneAtATime: false,
    owner,
  })

test('an import that a source change has stopped is not waited for again', async () => {
  const maas = stoppingMaas()
  expect(await stopOn(maas)).toBeNull()
  expect(await maas.savesWait()).toBe(false)
})

test('a save after a source change knows that the import ignores its stop, and another try sends none', async () => {
  const maas = stoppingMaas({ isDeaf: true })
  await expect(stopOn(maas)).rejects.toThrow(ImportRunsOn)
  expect(maas.stops()).toBe(3)
  expect(await maas.savesWait()).toBe(true)
  await expect(stopOn(maas)).rejects.toThrow(ImportRunsOn)
  expect(maas.stops()).toBe(3)
})
