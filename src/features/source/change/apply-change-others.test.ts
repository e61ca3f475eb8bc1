import { describe, expect, test } from 'vitest'
import { sourceChanges } from '#testing/faults/source-change.ts'
import { given, JAMMY, KEYRINGS, MIRROR, NOBLE, select, toMirror } from '#testing/faults/whole-change.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'

const open = sourceChanges()

const LARGE = 'http://mirror.example.com/large/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const FOCAL = select('focal', 'amd64')

const large = { url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }

describe('Someone else changed something since the page read it:', () => {
  test.each<[string, (region: ReturnType<typeof open>['region']) => void]>([
    ['a selection', (region) => region.updateSelection(1, 1, { arches: ['*'] })],
    [
      'a new selection',
      (region) => region.createSelection(1, { ...FOCAL, arches: ['amd64'], subarches: ['*'], labels: ['*'] }),
    ],
    ['the address', (region) => region.updateSource(1, { url: STABLE })],
    ['the keyring', (region) => region.updateSource(1, { keyringFilename: '/etc/keyring.gpg' })],
    ['another source', (region) => region.createSource({ url: STABLE, keyringFilename: '/k.gpg' })],
    ['the source is gone', (region) => region.deleteSource(1)],
  ])('%s', async (_, change) => {
    const it = open([large])
    const before = it.states()
    change(it.region)
    const now = contentOf(it.states())
    expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({ kind: 'changed' })
    expect(contentOf(it.states())).toBe(now)
    expect(it.writes).toEqual([])
    expect(it.steps()).toEqual(['Read sources and selections again: done'])
  })

  test('an identical source with another id', async () => {
    const it = open([large])
    const before = it.states()
    it.region.deleteSource(1)
    it.region.createSource({ url: LARGE, keyringFilename: KEYRINGS.file.keyring_filename })
    it.wait(1_000)
    for (const { release } of [NOBLE, JAMMY])
      it.region.createSelection(2, {
        os: 'ubuntu',
        release,
        arches: ['amd64'],
        subarches: ['*'],
        labels: ['*'],
      })
    expect(contentOf(it.states())).toBe(contentOf(before))
    expect(await it.run({ target: toMirror(JAMMY), before })).toEqual({ kind: 'changed' })
    expect(it.writes).toEqual([])
  })
})

describe('Two administrators change the source at the same time:', () => {
  const mine = toMirror(NOBLE, JAMMY)
  const theirs: SourceTarget = {
    spec: { url: STABLE, ...KEYRINGS.data },
    selections: [JAMMY, FOCAL],
    replaces: 1,
  }

  test('the second one stops before writing, and the change of the first one is complete', async () => {
    const it = open([large])
    const before = it.states()
    const outcomes: unknown[] = []
    let other: Promise<unknown> = Promise.resolve()
    it.beforeWrites(async (call) => {
      // the second one reads after the first write of the first one
      if (outcomes.length > 0 || !call.startsWith('POST boot-resources')) return
      outcomes.push(null)
      other = it.run({ target: theirs, before })
      outcomes.push(await other)
    })
    expect(await it.run({ target: mine, before })).toEqual({ kind: 'done' })
    expect(outcomes).toEqual([null, { kind: 'changed' }])
    expect(contentOf(it.states())).toBe(given([{ ...MIRROR, selections: mine.selections }]))
  })

  test.each<[string, SourceTarget]>([
    ['changes the source to another address', { ...theirs, spec: { url: STABLE, ...KEYRINGS.file } }],
    ['creates a new source', theirs],
    ['deletes the source', { ...theirs, spec: null, selections: [] }],
  ])(
    'the one overtaken before the first write stops, and undoes nothing of a change that %s',
    async (_, change) => {
      const it = open([large, { url: STABLE.slice(0, -1), ...KEYRINGS.file, selections: [JAMMY] }])
      const before = it.states()
      let other: unknown = null
      let after = ''
      let written = 0
      it.beforeWrites(async () => {
        // the first one has read but not written: now the second one makes the whole change
        it.beforeWrites(() => undefined)
        other = await it.run({ target: change, before })
        after = contentOf(it.states())
        written = it.writes.length
      })
      expect(await it.run({ target: mine, before })).toEqual({ kind: 'changed' })
      expect(other).toEqual({ kind: 'done' })
      expect(it.writes).toHaveLength(written)
      expect(contentOf(it.states())).toBe(after)
    },
  )

  test('an import that was stopped before the change was overtaken is reported as stopped', async () => {
    const it = open([large])
    const before = it.states()
    it.region.startImport()
    it.wait(1_000)
    it.beforeWrites((call) => {
      if (call.startsWith('PUT boot-sources/1/')) it.region.updateSource(1, { url: STABLE })
    })
    expect(await it.run({ target: mine, before })).toEqual({ kind: 'changed', importEnded: true })
    expect(it.writes).toEqual(['POST boot-resources/?op=stop_import'])
  })

  /** From NOBLE and JAMMY: one is created, one changed, one deleted. */
  const threeWrites = toMirror({ ...JAMMY, subarches: ['ga-22.04'] }, FOCAL)
  type Region = ReturnType<typeof open>['region']
  test.each<[call: string, write: (region: Region) => void, step: RegExp]>([
    [
      'POST boot-sources/1/selections/',
      (region) => region.createSelection(1, { ...FOCAL, arches: ['*'], subarches: ['*'], labels: ['*'] }),
      /^Select ubuntu focal: failed/,
    ],
    [
      'PUT boot-sources/1/selections/2/',
      (region) => region.updateSelection(1, 2, { arches: ['*'] }),
      /^Change the selection of ubuntu jammy: failed/,
    ],
    [
      'DELETE boot-sources/1/selections/1/',
      (region) => region.updateSelection(1, 1, { arches: ['*'] }),
      /^Clear ubuntu noble: failed/,
    ],
  ])('what an API client writes before %s is not overwritten', async (call, write, step) => {
    const it = open([large])
    const before = it.states()
    let theirs = ''
    it.beforeWrites((about) => {
      if (about !== call) return
      write(it.region)
      theirs = contentOf(it.states())
      it.beforeWrites(() => undefined)
    })
    expect(await it.run({ target: threeWrites, before })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^Someone else changed/),
      progress: 'between',
    })
    expect(it.steps().find((line) => line.endsWith('failed'))).toMatch(step)
    expect(contentOf(it.states())).toBe(theirs)
    expect(await it.run({ target: threeWrites, before, resumes: true })).toEqual({ kind: 'done' })
    expect(contentOf(it.states())).toBe(given([{ ...MIRROR, selections: threeWrites.selections }]))
  })

  test('a selection that someone adds during the change is noticed before the import', async () => {
    const it = open([large])
    const before = it.states()
    it.beforeWrites((call) => {
      if (call.startsWith('PUT boot-sources/1/'))
        it.region.createSelection(1, {
          os: 'centos',
          release: '8',
          arches: ['amd64'],
          subarches: ['*'],
          labels: ['*'],
        })
    })
    expect(await it.run({ target: mine, before })).toEqual({
      kind: 'failed',
      message:
        'Someone else changed the sources or the selection while this was under way. Check the current state, then finish or go back.',
      progress: 'between',
    })
    expect(it.steps()).toEqual([
      'Read sources and selections again: done',
      `Change the source to ${MIRROR.url}: done`,
      'Start the import: failed',
    ])
    expect(it.writes).toEqual(['PUT boot-sources/1/'])
  })
})

test('a refusal is reported in MAAS’s words, and no further step is done', async () => {
  const it = open([large, { ...MIRROR, selections: [] }])
  const before = it.states()
  const target = { spec: { ...MIRROR, ...KEYRINGS.data }, selections: [JAMMY], replaces: 1 }
  expect(await it.run({ target, before })).toEqual({
    kind: 'failed',
    message:
      'Address: MAAS has a source with this address already. Change that one, or enter another address.',
    progress: 'old',
  })
  expect(it.writes).toEqual(['PUT boot-sources/1/'])
  expect(contentOf(it.states())).toBe(contentOf(before))
})

test('every step is shown as waiting, then running, then done', async () => {
  const it = open([large])
  await it.run({ target: toMirror(NOBLE, JAMMY, FOCAL), before: it.states() })
  const lines = it.published.map((steps) => steps.map(({ status }) => status[0]).join(''))
  expect(lines.filter((line, index) => line !== lines[index - 1])).toEqual([
    'w',
    'r',
    'd',
    'dw',
    'dww',
    'dwww',
    'drww',
    'ddww',
    'ddrw',
    'dddw',
    'dddr',
    'dddd',
  ])
  expect(it.steps()).toEqual([
    'Read sources and selections again: done',
    `Change the source to ${MIRROR.url}: done`,
    'Select ubuntu focal: done',
    'Start the import: done',
  ])
})
