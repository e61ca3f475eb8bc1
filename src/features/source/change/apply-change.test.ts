import { describe, expect, test } from 'vitest'
import type { Circumstances, GivenSource } from '#testing/region.ts'
import { sourceChanges, type Failure } from '#testing/faults/source-change.ts'
import { JAMMY, KEYRINGS, NOBLE, select } from '#testing/faults/whole-change.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { contentOf, progressOf, wayBack } from '#features/source/rules/change-progress.ts'

const open = sourceChanges()

const LARGE = 'http://mirror.example.com/large/'
const MIRROR = 'http://mirror.example.com/ubuntu/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const SELECTED = [NOBLE, JAMMY]
const WANTED = [JAMMY, { ...select('8', 'amd64'), os: 'centos' }]

type Case = {
  readonly sources: readonly GivenSource[]
  readonly target: SourceTarget
  readonly options?: Circumstances
  readonly importing?: true
}

const one = (keyring: keyof typeof KEYRINGS, url = LARGE): GivenSource => ({
  url,
  ...KEYRINGS[keyring],
  selections: SELECTED,
})
const beside: GivenSource = { url: STABLE, ...KEYRINGS.file, selections: [NOBLE] }
const to = (url: string, keyring: keyof typeof KEYRINGS, replaces: number | null): SourceTarget => ({
  spec: { url, ...KEYRINGS[keyring] },
  selections: WANTED,
  replaces,
})

const CASES: Record<string, Case> = {
  'another URL in place, with more and fewer images': {
    sources: [{ ...one('file'), selections: [...SELECTED, select('focal', 'amd64')] }],
    target: { ...to(MIRROR, 'file', 1), selections: [...WANTED, select('noble', 'amd64', 'arm64')] },
  },
  'another URL in place, of several': {
    sources: [one('file'), beside],
    target: to(MIRROR, 'file', 4),
    options: { firstId: 4 },
  },
  'another URL while an import runs': {
    sources: [one('file')],
    target: to(MIRROR, 'file', 1),
    importing: true,
  },
  'keyring data in place of the file': { sources: [one('file')], target: to(LARGE, 'data', 1) },
  'other keyring data and another slash': {
    sources: [one('data'), beside],
    target: to(LARGE.slice(0, -1), 'data', 1),
  },
  'a keyring file in place of the data, at the same URL': {
    sources: [one('data')],
    target: to(LARGE, 'file', 1),
  },
  'a keyring file in place of the data, at another URL': {
    sources: [one('data'), beside],
    target: to(MIRROR, 'file', 1),
  },
  'a source to add': { sources: [one('file')], target: to(MIRROR, 'data', null) },
  'a source to delete': {
    sources: [one('data'), beside],
    target: { spec: null, selections: [], replaces: 1 },
  },
  'a source of MAAS 3.8, created again': {
    sources: [one('data', LARGE.slice(0, -1)), { ...beside, url: STABLE.slice(0, -1) }],
    target: {
      ...to(LARGE.slice(0, -1), 'file', 1),
      extras: { name: 'Mirror', priority: 9, enabled: true, skip_keyring_verification: false },
    },
    options: { version: '3.8.0' },
  },
}

/** A region of this case, as known to a page that has just been opened. */
function begin({ sources, target, options, importing }: Case) {
  const it = open(sources, options)
  if (importing) {
    it.region.startImport()
    it.wait(1_000)
  }
  return { ...it, target, before: it.states() }
}

/**
 * The changes in which also answers get lost. change-faults.test.ts loses answers of every other kind of change, on real
 * connections.
 */
const LOSES_ANSWERS = [
  'another URL in place, with more and fewer images',
  'a source of MAAS 3.8, created again',
]
const failuresOf = (name: string): readonly Failure[] =>
  LOSES_ANSWERS.includes(name) ? ['refused', 'answer lost', 'gateway gone'] : ['refused']

test('the changes in which answers get lost are in the table', () => {
  expect(LOSES_ANSWERS.filter((name) => !(name in CASES))).toEqual([])
})

describe.each(Object.entries(CASES))('%s:', (name, change) => {
  test('is carried out step by step, and imported', async () => {
    const it = begin(change)
    expect(await it.run(it)).toEqual({ kind: 'done' })
    const after = [
      ...it.before.filter(({ source }) => source.id !== change.target.replaces),
      ...(change.target.spec ? [newSourceOf(change.target)] : []),
    ]
    expect(contentOf(it.states())).toBe(contentOf(after))
    expect(it.steps().filter((line) => !line.endsWith(': done'))).toEqual([])
    expect(it.steps().at(-1)).toBe('Start the import: done')
    expect(it.writes.at(-1)).toBe('POST boot-resources/?op=import')
    // MAAS 3.8 reads the sources first
    if (change.options?.version === '3.8.0') it.wait(1_000)
    expect(it.region.isImporting()).toBe(true)
    expect(it.notes()).toEqual([])
  })

  test.each(failuresOf(name))(
    'after a failure at any step (%s), the state is reported correctly, and the change can be finished or undone',
    async (how) => {
      const through = begin(change)
      expect(await through.run(through)).toEqual({ kind: 'done' })
      for (let at = 1; at <= through.writes.length; at += 1) {
        for (const way of waysOn(how, at === through.writes.length)) {
          const it = begin(change)
          it.fail(at, how)
          const outcome = await it.run(it)
          const when = `${way} from ${it.writes.join(', ')}`
          const progress = progressOf(it.states(), it.before, it.target)
          expect(outcome, when).toEqual({
            kind: 'failed',
            message: expect.stringMatching(MESSAGES[how]),
            progress: how === 'gateway gone' ? 'unknown' : progress,
            // the import was stopped, whatever failed afterwards
            ...(change.importing &&
              how !== 'gateway gone' &&
              !it.region.isImporting() && { importEnded: true }),
          })
          const marks = it.steps().map((line) => line.replace(/.*: /, ''))
          expect(marks.join(' '), when).toMatch(/^done (done )*failed( waiting)*$/)
          expect(it.notes(), when).toEqual([expect.stringMatching(MESSAGES[how])])

          it.mend()
          const known = it.states()
          const target = way === 'on' ? it.target : wayBack(it.before, known, it.target)
          expect(await it.run({ target, before: it.before, resumes: true }), when).toEqual({ kind: 'done' })
          expect(contentOf(it.states()), when).toBe(contentOf(way === 'on' ? through.states() : it.before))
          expect(it.writes.at(-1), when).toBe('POST boot-resources/?op=import')
          expect(it.notes(), when).toEqual([])
        }
      }
    },
    60_000,
  )
})

/**
 * Which ways are tried from where a change stopped. A lost answer leaves the state in which the next call is refused, and
 * an unreachable gateway leaves the state of a lost answer, so the ways from there are tried only once.
 */
function waysOn(how: Failure, isLast: boolean): readonly ('on' | 'back')[] {
  if (how === 'gateway gone') return ['on']
  return how === 'refused' || isLast ? ['on', 'back'] : ['on']
}

const MESSAGES: Record<Failure, RegExp> = {
  refused: /^MAAS answered with an error \(500\): The database is locked\./,
  'answer lost': /connection was cut.* MAAS may already have applied this\.$/,
  'gateway gone': /^The gateway did not answer\. MAAS may already have applied this\.$/,
}

function newSourceOf({ spec, extras, selections }: SourceTarget) {
  return {
    source: {
      id: 0,
      url: '',
      keyring_filename: '',
      keyring_data: '',
      created: '',
      updated: '',
      ...spec,
      ...extras,
    },
    selections: selections.map((wanted) => ({ ...wanted, id: 0, boot_source_id: 0 })),
  }
}
