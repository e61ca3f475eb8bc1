import { http, HttpResponse } from 'msw'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { startGateway } from '#gateway/server.ts'
import { startSimulator } from '#simulator/serve.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { ALL_OF, aSource, draftOf } from './image-fixtures.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { sentStop } from './faults/sent-stop.ts'
import { saveSelection, type SaveRules } from '#features/images/save/save.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { noteSources } from '#features/images/draft/note-sources.ts'
import { fetchFrom } from '#testing/gateway/fetch-from.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)

const resolute = { sourceId: 1, os: 'ubuntu', release: 'resolute' }
const noble = { sourceId: 1, os: 'ubuntu', release: 'noble' }
const jammy = { sourceId: 1, os: 'ubuntu', release: 'jammy' }

/** A save on a region of its own, through the real gateway. */
async function aRegion(scenario = 'default') {
  const simulator = await startSimulator({ scenario, speed: 0, now: () => START })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    now: () => START,
    pace: leapingClock(),
  })
  fetchFrom(gateway)
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await gateway.close()
    await simulator.close()
  })
  let steps: readonly BoardStep[] = []
  const published: string[] = []
  const onWritten = vi.fn<() => void>()
  let stopping = false
  const changes: ((draft: Draft) => Draft)[] = []
  const save = (draft: Draft, wait: (ms: number) => void = () => undefined, rules: SaveRules = {}) =>
    saveSelection({
      draft,
      rules,
      runningStop: async () => (stopping ? sentStop() : null),
      commissioningRelease: 'jammy',
      nameOf: ({ release }) => release,
      onSteps: (now) => {
        steps = now
        published.push(now.map(({ label, status, note }) => `${label}: ${note ?? status}`).join(' | '))
      },
      onWritten,
      onDraft: (change) => void changes.push(change),
      wait: async (ms) => wait(ms),
    })
  return {
    simulator,
    region: simulator.region,
    /** Stops the import, which this browser then remembers. */
    stop: () => {
      stopping = true
      simulator.region.stopImport()
    },
    save,
    published,
    onWritten,
    /** The draft after the saves. */
    drafted: (draft: Draft) => changes.reduce((before, change) => change(before), draft),
    steps: () => steps.map(({ label, status }) => `${label}: ${status}`),
    releases: () => simulator.region.selections(1).map(({ release }) => release),
  }
}

test('a save reads, adds before it removes, and imports', async () => {
  const { save, steps, releases } = await aRegion()
  const outcome = await save(draftOf([noble, ALL_OF('amd64'), null], [resolute, null, ALL_OF('amd64')]))
  expect(outcome).toEqual({ kind: 'saved' })
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Select resolute: done',
    'Clear noble: done',
    'Start the import: done',
  ])
  expect(releases()).toContain('resolute')
  expect(releases()).not.toContain('noble')
})

test('a save requests no import before the import that is being stopped has ended', async () => {
  const { save, stop, region, simulator, published, steps } = await aRegion()
  const ran: boolean[] = []
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-resources/', () => {
      ran.push(region.isImporting())
      // requests that are not answered here reach the region
    }),
  )
  stop()
  const draft = draftOf([resolute, null, ALL_OF('amd64')])
  expect(await save(draft, (ms) => simulator.clock.advance(ms))).toEqual({ kind: 'saved' })
  expect(ran).toEqual([false])
  expect(region.isImporting()).toBe(true)
  expect(published.some((line) => line.includes('is being stopped'))).toBe(true)
  expect(steps().at(-1)).toBe('Start the import: done')
})

test('a save fails, and can be continued, when the stopped import does not end', async () => {
  const { save, stop, region, steps, releases } = await aRegion()
  stop()
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]))
  expect(outcome).toMatchObject({ kind: 'failed', written: true })
  expect(releases()).toContain('resolute')
  expect(steps().at(-1)).toBe('Start the import: failed')
  expect(region.isImporting()).toBe(true)
})

test('what is saved while an import runs is imported before that import ends', async () => {
  const { save, region, simulator } = await aRegion()
  expect(region.isImporting()).toBe(true)
  expect(await save(draftOf([resolute, null, ALL_OF('amd64')]))).toEqual({ kind: 'saved' })
  region.setBytesPerSecond(1_000_000_000_000)
  simulator.clock.advance(60_000)
  expect(region.isImporting()).toBe(false)
  expect(region.resources().map(({ name }) => name)).toContain('ubuntu/resolute')
})

test('on MAAS 3.8 a save waits for the running import, which another one would cancel', async () => {
  const { save, simulator, published } = await aRegion()
  let asked = 0
  const imports: number[] = []
  simulator.use(
    http.get('*/MAAS/api/2.0/boot-resources/', ({ request }) => {
      if (!request.url.includes('is_importing')) return undefined
      asked += 1
      return HttpResponse.json(asked < 3)
    }),
    http.post('*/MAAS/api/2.0/boot-resources/', () => {
      imports.push(asked)
      return HttpResponse.text('Import of boot resources started')
    }),
  )
  const waits: number[] = []
  const draft = draftOf([resolute, null, ALL_OF('amd64')])
  const outcome = await save(draft, (ms) => void waits.push(ms), { importsOneAtATime: true })
  expect(outcome).toEqual({ kind: 'saved' })
  expect(waits).toHaveLength(3)
  // three times it did not run: in its first second MAAS does not report an import, and the last reads take time
  expect(imports).toEqual([5])
  expect(published.some((line) => line.includes('this page waits until it ends'))).toBe(true)
})

test('on MAAS 3.8 a save also waits for an import that begins while it reads for the last time', async () => {
  const { save, simulator } = await aRegion()
  const answers = [false, false, true, true]
  const left: number[] = []
  simulator.use(
    http.get('*/MAAS/api/2.0/boot-resources/', ({ request }) =>
      request.url.includes('is_importing') ? HttpResponse.json(answers.shift() ?? false) : undefined,
    ),
    http.post('*/MAAS/api/2.0/boot-resources/', () => {
      left.push(answers.length)
      return HttpResponse.text('Import of boot resources started')
    }),
  )
  const draft = draftOf([resolute, null, ALL_OF('amd64')])
  expect(await save(draft, undefined, { importsOneAtATime: true })).toEqual({ kind: 'saved' })
  expect(left).toEqual([0])
})

test('on MAAS 3.8 a selection without kernels is one like any other, and can be deleted', async () => {
  const { save, region, releases } = await aRegion('maas-3.8')
  const [first] = region.selections(1).filter(({ release }) => release === 'noble')
  region.updateSelection(1, first?.id ?? 0, { subarches: [] })
  const draft = draftOf([noble, ALL_OF(...(first?.arches ?? [])), null])
  expect(await save(draft, undefined, { recreates: true })).toEqual({ kind: 'saved' })
  expect(releases()).not.toContain('noble')
})

test('on MAAS 3.8 the step of a deleted selection says that its images are deleted with it', async () => {
  const { save, published } = await aRegion()
  const draft = draftOf([noble, ALL_OF('amd64'), null])
  expect(await save(draft, undefined, { recreates: true })).toEqual({ kind: 'saved' })
  expect(published.at(-1)).toContain('Clear noble and delete its images: done')
})

test('on MAAS 3.8 a save does not cancel the import that it started to have a source read', async () => {
  const { save, simulator, published } = await aRegion()
  let time = 0
  const imports: number[] = []
  /** MAAS does not report it in its first second. */
  const runs = () => imports.some((at) => time >= at + 1_000 && time < at + 20_000)
  simulator.use(
    http.get('*/MAAS/api/2.0/boot-resources/', () => HttpResponse.json(runs())),
    http.post('*/MAAS/api/2.0/boot-resources/', () => {
      expect(imports.every((at) => time >= at + 20_000)).toBe(true)
      imports.push(time)
      return HttpResponse.text('Import of boot resources started')
    }),
    http.post('*/selections/', () =>
      imports.length === 0
        ? HttpResponse.json(
            { os: ['OS ubuntu with release resolute has no available images for download'] },
            { status: 400 },
          )
        : undefined,
    ),
  )
  const draft = draftOf([resolute, null, ALL_OF('amd64')])
  const outcome = await save(draft, (ms) => void (time += ms), { importsOneAtATime: true })
  expect(outcome).toEqual({ kind: 'saved' })
  expect(imports).toHaveLength(2)
  expect(published.some((line) => line.includes('this page waits until it ends'))).toBe(true)
})

test.each<[string, string, () => Response]>([
  ['created', 'POST', () => new HttpResponse('Database is locked', { status: 503 })],
  ['deleted, and its answer is lost', 'DELETE', () => HttpResponse.error()],
])(
  'a selection that the save itself deletes and creates again does not count as a change by someone else: it failed to be %s',
  async (_, method, answer) => {
    const { save, region, simulator, drafted } = await aRegion()
    const both = ALL_OF('amd64', 'arm64')
    const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
    region.updateSelection(1, id, { arches: [...both.arches] })
    simulator.use(
      http.all('*/selections/*', ({ request }) => {
        if (request.method !== method) return undefined
        if (method === 'DELETE') region.deleteSelection(1, id)
        return answer()
      }),
    )
    const draft = draftOf([noble, both, ALL_OF('amd64')])
    const rules = { recreates: true }
    expect(await save(draft, () => undefined, rules)).toMatchObject({ kind: 'failed', written: true })
    simulator.resetHandlers()
    expect(await save(drafted(draft), () => undefined, rules)).toEqual({ kind: 'saved' })
    expect(region.selections(1).find(({ release }) => release === 'noble')?.arches).toEqual(['amd64'])
  },
)

test('a deletion that failed leaves the draft as it was', async () => {
  const { save, region, simulator, drafted } = await aRegion()
  const both = ALL_OF('amd64', 'arm64')
  const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  region.updateSelection(1, id, { arches: [...both.arches] })
  simulator.use(http.delete('*/selections/*', () => HttpResponse.error()))
  const draft = draftOf([noble, both, ALL_OF('amd64')])
  expect(await save(draft, () => undefined, { recreates: true })).toMatchObject({ kind: 'failed' })
  expect(drafted(draft)).toBe(draft)
})

test('a change by someone else is returned, and nothing is written', async () => {
  const { save, region } = await aRegion()
  const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  region.updateSelection(1, id, { arches: ['amd64', 's390x'] })
  const outcome = await save(draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')]))
  expect(outcome).toMatchObject({ kind: 'merge', merged: { changes: [{ id: noble, conflict: false }] } })
  expect(region.selection(1, id).arches).toEqual(['amd64', 's390x'])
})

describe('a source that has changed since the selection was made', () => {
  const MIRROR = 'http://mirror.example.com/ubuntu/'
  const stable = aSource(1, 'http://images.maas.io/ephemeral-v3/stable/')
  const selected = noteSources(draftOf([resolute, null, ALL_OF('amd64')]), [stable])

  test('is handed back before anything is written', async () => {
    const { save, region, releases } = await aRegion()
    region.updateSource(1, { url: MIRROR })
    const before = releases()
    expect(await save(selected)).toMatchObject({
      kind: 'moved',
      moved: [{ source: { id: 1, url: MIRROR }, on: { url: stable.url }, entries: [resolute] }],
    })
    expect(releases()).toEqual(before)
  })

  test('after the last write it is reported, and nothing is imported', async () => {
    const { save, region, simulator, steps } = await aRegion()
    simulator.use(
      http.post('*/selections/', () => {
        // MAAS accepts it, and then someone changes the source
        queueMicrotask(() => region.updateSource(1, { url: MIRROR }))
      }),
    )
    const calls = watchCalls()
    expect(await save(selected)).toMatchObject({
      kind: 'failed',
      written: true,
      message: expect.stringMatching(/^Someone else changed a boot source while .* try again\.$/),
    })
    expect(steps().at(-1)).toBe('Start the import: failed')
    expect(calls).not.toContain('POST boot-resources/?op=import')
  })

  test('is named if it was deleted', async () => {
    const { save, region } = await aRegion()
    region.deleteSource(1)
    expect(await save(selected)).toMatchObject({
      kind: 'failed',
      written: false,
      message: expect.stringMatching(/^Someone else deleted the boot source of these images\./),
    })
  })
})

test('a save gives up after five rounds when others keep changing the selection, and says so', async () => {
  const { save, steps } = await aRegion()
  const { fetch } = globalThis
  let writes = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (init.method !== 'POST') return fetch(path, init)
    writes += 1
    const now = { what: 'selection', selection: null }
    return Response.json({ error: { code: 'changed', message: 'Someone was faster.', now } }, { status: 409 })
  })
  expect(await save(draftOf([resolute, null, ALL_OF('amd64')]))).toEqual({
    kind: 'failed',
    message: 'Other users keep changing this selection. Check what is selected on this page, then try again.',
    written: false,
  })
  expect(writes).toBe(5)
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Select resolute: failed',
    'Start the import: waiting',
  ])
})

test('a step that is planned again is listed once', async () => {
  const { save, region, steps, published } = await aRegion()
  const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  const { fetch } = globalThis
  let came = false
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    // someone else does the same, just before
    if (init.method === 'PUT' && !came) {
      came = true
      region.updateSelection(1, id, { arches: ['amd64', 'arm64'] })
    }
    return fetch(path, init)
  })
  const draft = draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')], [resolute, null, ALL_OF('amd64')])
  expect(await save(draft)).toEqual({ kind: 'saved' })
  expect(published.some((line) => line.includes('Change noble: running'))).toBe(true)
  expect(steps()).toEqual([
    'Read the selection again: done',
    'Select resolute: done',
    'Start the import: done',
  ])
})

test('dropping the commissioning release is refused before anything is written', async () => {
  const { save, releases } = await aRegion()
  const before = releases()
  const outcome = await save(draftOf([jammy, ALL_OF('amd64'), null], [noble, ALL_OF('amd64'), null]))
  expect(outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('is the commissioning release'),
  })
  expect(releases()).toEqual(before)
})

test('after a failure in the middle, the same save finishes the remaining steps, and repeats none', async () => {
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
    'Clear noble: failed',
    'Start the import: waiting',
  ])
  expect(await save(draft)).toEqual({ kind: 'saved' })
  expect(steps()).toEqual(['Read the selection again: done', 'Clear noble: done', 'Start the import: done'])
  expect(releases().filter((release) => release === 'resolute')).toHaveLength(1)
})

test('a source that MAAS has not read is read by an import first, then the selection is taken', async () => {
  const { save, simulator, releases } = await aRegion('fresh')
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => simulator.clock.advance(ms))
  expect(outcome).toEqual({ kind: 'saved' })
  expect(releases()).toEqual(['resolute'])
})

test('a source that stays unread is reported after all waits', async () => {
  const { save, releases } = await aRegion('fresh')
  let waited = 0
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => {
    waited += ms
  })
  expect(outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('It has not read the boot source yet'),
  })
  expect(waited).toBeGreaterThan(30_000)
  expect(releases()).toEqual([])
})

/** Everything that may be written is read before the first write and after the last one. */
const READS = ['GET boot-sources/', 'GET boot-sources/1/selections/']

/** Every call the page makes from now on: `PUT …/selections/3/`. */
function watchCalls() {
  const calls: string[] = []
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    calls.push(`${init.method} ${path.replace('/MAAS/api/2.0/', '')}`)
    return fetch(path, init)
  })
  return calls
}

test('every step is shown as waiting, running and done, in the order of the calls', async () => {
  const { save, published } = await aRegion()
  await save(draftOf([resolute, null, ALL_OF('amd64')]))
  expect(published.filter((line, index) => line !== published[index - 1])).toEqual([
    'Read the selection again: waiting',
    'Read the selection again: waiting | Start the import: waiting',
    'Read the selection again: running | Start the import: waiting',
    'Read the selection again: done | Start the import: waiting',
    'Read the selection again: done | Select resolute: waiting | Start the import: waiting',
    'Read the selection again: done | Select resolute: running | Start the import: waiting',
    'Read the selection again: done | Select resolute: done | Start the import: waiting',
    'Read the selection again: done | Select resolute: done | Start the import: running',
    'Read the selection again: done | Select resolute: done | Start the import: done',
  ])
})

test('a release that is selected already is changed by one call that replaces it', async () => {
  const { save, region, steps } = await aRegion()
  const id = region.selections(1).find(({ release }) => release === 'noble')?.id ?? 0
  const calls = watchCalls()
  const wanted = { arches: ['amd64', 'arm64'], subarches: ['ga-24.04'], labels: ['*'] }
  expect(await save(draftOf([noble, ALL_OF('amd64'), wanted]))).toEqual({ kind: 'saved' })
  expect(calls).toEqual([
    ...READS,
    `PUT boot-sources/1/selections/${id}/`,
    ...READS,
    'POST boot-resources/?op=import',
  ])
  expect(region.selection(1, id)).toMatchObject(wanted)
  expect(steps()).toContain('Change noble: done')
})

test('a selection that is already saved as drafted is not written again, but imported', async () => {
  const { save } = await aRegion()
  const calls = watchCalls()
  expect(await save(draftOf([noble, null, ALL_OF('amd64')]))).toEqual({ kind: 'saved' })
  expect(calls).toEqual([...READS, 'POST boot-resources/?op=import'])
})

test('a selection that cannot be read is reported at that step, and nothing is written', async () => {
  const { save, simulator, steps } = await aRegion()
  const calls = watchCalls()
  simulator.setOffline(true)
  expect(await save(draftOf([resolute, null, ALL_OF('amd64')]))).toMatchObject({ kind: 'failed' })
  expect(steps()).toEqual(['Read the selection again: failed', 'Start the import: waiting'])
  expect(calls).toEqual(['GET boot-sources/'])
})

test('a write whose answer was lost is not sent twice by the next save', async () => {
  const { save, releases } = await aRegion()
  const draft = draftOf([resolute, null, ALL_OF('amd64')])
  const { fetch } = globalThis
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(path, init)
    if (init.method === 'POST' && path.includes('selections')) throw new TypeError('terminated')
    return answer
  })
  expect(await save(draft)).toMatchObject({ kind: 'failed' })
  expect(releases()).toContain('resolute')
  const calls = watchCalls()
  expect(await save(draft)).toEqual({ kind: 'saved' })
  expect(calls).toEqual([...READS, 'POST boot-resources/?op=import'])
})

test('while MAAS reads the source, the step says so, and only one import is started', async () => {
  const { save, simulator, published } = await aRegion('fresh')
  const calls = watchCalls()
  const waits: number[] = []
  await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => {
    waits.push(ms)
    simulator.clock.advance(ms)
  })
  expect(waits).toEqual([500, 1_000])
  expect(
    published.some((line) => /Select resolute: Waiting for MAAS to read the boot source/.test(line)),
  ).toBe(true)
  expect(published.at(-1)).toMatch(/Select resolute: done/)
  expect(calls).toEqual([
    ...READS,
    'POST boot-sources/1/selections/',
    'GET boot-resources/?op=is_importing',
    'POST boot-resources/?op=import',
    'POST boot-sources/1/selections/',
    'POST boot-sources/1/selections/',
    ...READS,
    'POST boot-resources/?op=import',
  ])
})

test('another refusal of a new selection is reported immediately', async () => {
  const { save, simulator } = await aRegion()
  let waited = 0
  simulator.use(http.post('*/selections/', () => HttpResponse.json({ os: ['No.'] }, { status: 400 })))
  const outcome = await save(draftOf([resolute, null, ALL_OF('amd64')]), (ms) => {
    waited += ms
  })
  expect(outcome).toMatchObject({ kind: 'failed', message: 'No.' })
  expect(waited).toBe(0)
})

test.each<[string, () => Response, boolean]>([
  ['no import is owed, because MAAS refused it', () => new HttpResponse('No.', { status: 500 }), false],
  [
    'an import is owed if its answer was lost, because MAAS may have done it',
    () => HttpResponse.error(),
    true,
  ],
  [
    'an import is owed if its answer is unreadable, because MAAS has done it',
    () => HttpResponse.json(1),
    true,
  ],
])('after a failed first write, %s', async (_, say, owed) => {
  const { save, simulator, onWritten } = await aRegion()
  simulator.use(http.post('*/selections/', say))
  expect(await save(draftOf([resolute, null, ALL_OF('amd64')]))).toMatchObject({
    kind: 'failed',
    written: owed,
  })
  expect(onWritten).toHaveBeenCalledTimes(owed ? 1 : 0)
})

test('an import is owed after each write, but not after reads', async () => {
  const { save, onWritten } = await aRegion()
  await save(draftOf([noble, ALL_OF('amd64'), ALL_OF('amd64')]))
  expect(onWritten).not.toHaveBeenCalled()
  await save(draftOf([resolute, null, ALL_OF('amd64')], [noble, ALL_OF('amd64'), null]))
  expect(onWritten).toHaveBeenCalledTimes(2)
})
