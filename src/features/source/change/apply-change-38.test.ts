import { describe, expect, test } from 'vitest'
import { sourceChanges } from '#testing/faults/source-change.ts'
import { JAMMY, KEYRINGS, NOBLE } from '#testing/faults/whole-change.ts'
import { readStates } from './apply-change.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { listedSteps } from './listed-steps.ts'
import { plainSelection } from '#selections/wanted.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'

/* Changes of source with MAAS 3.8. */

const open = sourceChanges()

const large = { url: 'http://mirror.example.com/large', ...KEYRINGS.file, selections: [NOBLE, JAMMY] }
const mirror: SourceTarget = {
  spec: { url: 'http://mirror.example.com/ubuntu', ...KEYRINGS.file },
  extras: { name: 'Mirror', priority: 9, enabled: true, skip_keyring_verification: false },
  selections: [NOBLE],
  replaces: null,
}

test.each<[what: string, take: { name?: string; priority?: string }, expected: RegExp]>([
  ['priority', { priority: '9' }, /^Another boot source has this priority\. Choose another number\.$/],
  ['name', { name: 'Mirror' }, /MAAS has a source with this name already\. Enter another name\.$/],
])(
  'if someone else takes the %s meanwhile, that is the reason, and no source is left behind',
  async (_, take, expected) => {
    const it = open([large], { version: '3.8.0' })
    const before = it.states()
    it.beforeWrites(() => {
      it.beforeWrites(() => undefined)
      it.region.updateSource(1, take)
    })
    const outcome = await it.run({ target: mirror, before })
    const message = expect.stringMatching(expected) as string
    // this change has written nothing, whatever someone else wrote
    expect(outcome).toMatchObject({ kind: 'failed', message, progress: 'old' })
    expect(it.states()).toHaveLength(1)
    expect(it.writes).toEqual(['POST boot-sources/'])
  },
)

test('finishing a completed change starts no import that would cancel the running one', async () => {
  const it = open([large], { version: '3.8.0' })
  const before = it.states()
  expect(await it.run({ target: mirror, before })).toEqual({ kind: 'done' })
  it.wait(1_000)
  expect(it.region.isImporting()).toBe(true)
  const after = contentOf(it.states())
  const writes = it.writes.length
  expect(await it.run({ target: mirror, before, resumes: true })).toEqual({ kind: 'done' })
  expect(it.writes).toHaveLength(writes)
  expect([it.region.isImporting(), contentOf(it.states())]).toEqual([true, after])
})

test.each([
  ['3.8.0', 'imports something and is carried over', [['*']]],
  ['3.5.13', 'imports nothing and is left out', []],
])('with MAAS %s a selection without kernels %s', async (version, _, carried) => {
  const it = open([{ ...large, ...KEYRINGS.data, selections: [{ ...NOBLE, subarches: [] }] }], { version })
  const before = await readStates()
  const selections = before.flatMap((state) => state.selections.map(plainSelection))
  const target = { ...mirror, extras: undefined, replaces: 1, selections }
  expect(await it.run({ target, before: it.states() })).toEqual({ kind: 'done' })
  const [made] = it.region.sources()
  expect(it.region.selections(made?.id ?? 0).map(({ subarches }) => subarches)).toEqual(carried)
})

test('a selection that loses an architecture is shown as one step: it is created again', async () => {
  const both = { ...NOBLE, arches: ['amd64', 'arm64'] }
  const it = open([{ ...large, selections: [both, JAMMY] }], { version: '3.8.0' })
  const [state] = it.states()
  if (!state) throw new Error('The region has no source.')
  const spec = { ...mirror.spec, url: large.url, ...KEYRINGS.file } as const
  const target = {
    ...mirror,
    spec,
    replaces: state.source.id,
    selections: [{ ...both, arches: ['amd64'] }, JAMMY],
  }
  expect(await it.run({ target, before: [state] })).toEqual({ kind: 'done' })
  expect(it.writes.filter((call) => call.includes('selections'))).toEqual([
    expect.stringMatching(/^DELETE/),
    expect.stringMatching(/^POST/),
  ])
  const labels = listedSteps(it.published.at(-1) ?? []).map(({ label }) => label)
  expect(labels).toContain('Create the selection of ubuntu noble again')
  expect(labels).not.toContain('Select ubuntu noble')
})

describe('a source that stays disabled is enabled while its selections are made, and each step says what it does:', () => {
  const off = { name: 'Large', priority: 1, enabled: false, skip_keyring_verification: false }

  /** The writes and the labels of a change of the only source, which is disabled. */
  async function changed(spec: SourceTarget['spec'] & {}, replaces: number | null) {
    const it = open([{ ...large, selections: [JAMMY] }], { version: '3.8.0' })
    it.region.updateSource(1, { enabled: 'false' })
    const target = { spec, extras: off, selections: [NOBLE, JAMMY], replaces }
    const extras = replaces === null ? { ...off, name: 'Mirror', priority: 9 } : off
    expect(await it.run({ target: { ...target, extras }, before: it.states() })).toEqual({ kind: 'done' })
    expect(it.states().map(({ source }) => source.enabled)).toEqual(it.states().map(() => false))
    return it.steps().map((line) => line.replace(': done', ''))
  }

  test('with the same address', async () => {
    expect(await changed({ url: large.url, ...KEYRINGS.file }, 1)).toEqual([
      'Read sources and selections again',
      'Enable http://mirror.example.com/large',
      'Select ubuntu noble',
      'Disable http://mirror.example.com/large again',
      'Start the import',
    ])
  })

  test('with another address', async () => {
    expect(await changed({ url: 'http://mirror.example.com/ubuntu', ...KEYRINGS.file }, 1)).toEqual([
      'Read sources and selections again',
      'Change the source to http://mirror.example.com/ubuntu',
      'Enable http://mirror.example.com/ubuntu',
      'Select ubuntu noble',
      'Disable http://mirror.example.com/ubuntu again',
      'Start the import',
    ])
  })

  test('when it is added', async () => {
    const labels = await changed({ url: 'http://mirror.example.com/ubuntu', ...KEYRINGS.file }, null)
    expect(labels.at(-2)).toBe('Give http://mirror.example.com/ubuntu its name and priority, and disable it')
    expect(new Set(labels).size).toBe(labels.length)
  })
})
