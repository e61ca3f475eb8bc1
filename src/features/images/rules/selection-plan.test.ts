import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALL_OF, draftOf, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import type { Draft, Saved } from './model.ts'
import { applyStep, selectionPlan, type SelectionStep } from './selection-plan.ts'
import { savedWanted, wantedOf } from './selection.ts'
import { sameWanted, type Wanted } from '#selections/wanted.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'

const COMMISSIONING = 'jammy'
const NONE: Draft = new Map()
const elsewhere = (id: ReleaseId): ReleaseId => ({ ...id, sourceId: 2 })
const inWords = (step: SelectionStep) => `${step.kind} ${releaseKey(step.id)}`

describe('on MAAS 3.8, where an update drops no architecture', () => {
  const RULES = { recreates: true, mayDropCommissioning: true }
  const both = savedOf([noble, ALL_OF('amd64', 'arm64')])

  test('clearing one of two deletes the selection and creates it again', () => {
    const draft = draftOf([noble, ALL_OF('amd64', 'arm64'), ALL_OF('arm64')])
    const { steps } = selectionPlan(both, draft, COMMISSIONING, RULES)
    expect(steps.map(inWords)).toEqual(['delete 1/ubuntu/noble', 'create 1/ubuntu/noble'])
    expect(steps[1]).toMatchObject({ wanted: { arches: ['arm64'] } })
  })

  test.each([
    [
      'all of them by name in place of all, including future ones, are an update',
      ['amd64', 'arm64'],
      ['update'],
    ],
    ['fewer of them are not', ['amd64', 'arm64', 'ppc64el'], ['delete', 'create']],
    ['nor where it is not known what is offered', null, ['delete', 'create']],
  ])('%s', (_, offered, kinds) => {
    const saved = savedOf([noble, ALL_OF('*')])
    const draft = draftOf([noble, ALL_OF('*'), ALL_OF('amd64', 'arm64')])
    const { steps } = selectionPlan(saved, draft, '', { ...RULES, offered: () => offered })
    expect(steps.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('an architecture more, or other kernels, are an update', () => {
    const more = draftOf([noble, ALL_OF('amd64', 'arm64'), ALL_OF('amd64', 'arm64', 's390x')])
    expect(selectionPlan(both, more, COMMISSIONING, RULES).steps.map(inWords)).toEqual([
      'update 1/ubuntu/noble',
    ])
    const kernels = { ...ALL_OF('amd64', 'arm64'), subarches: ['ga-24.04'] }
    const other = draftOf([noble, ALL_OF('amd64', 'arm64'), kernels])
    expect(selectionPlan(both, other, COMMISSIONING, RULES).steps.map(inWords)).toEqual([
      'update 1/ubuntu/noble',
    ])
  })

  test('after a failure between the two, only the creation remains', () => {
    const draft = draftOf([noble, ALL_OF('amd64', 'arm64'), ALL_OF('arm64')])
    expect(selectionPlan(savedOf(), draft, COMMISSIONING, RULES).steps.map(inWords)).toEqual([
      'create 1/ubuntu/noble',
    ])
  })

  test('the commissioning release can be dropped', () => {
    const draft = draftOf([jammy, ALL_OF('amd64'), null])
    const plan = selectionPlan(savedOf([jammy, ALL_OF('amd64')]), draft, COMMISSIONING, RULES)
    expect([plan.steps.map(inWords), plan.refused]).toEqual([['delete 1/ubuntu/jammy'], []])
  })
})

describe('the order of calls', () => {
  test('is creates, growing updates, other updates, deletes', () => {
    const at = (release: string): ReleaseId => ({ sourceId: 1, os: 'ubuntu', release })
    const saved = savedOf(
      [at('a'), ALL_OF('amd64')],
      [at('b'), ALL_OF('amd64', 'arm64')],
      [at('c'), ALL_OF('amd64')],
      [at('d'), ALL_OF('amd64')],
    )
    const draft = draftOf(
      [at('a'), ALL_OF('amd64'), null],
      [at('b'), ALL_OF('amd64', 'arm64'), ALL_OF('arm64')],
      [at('c'), ALL_OF('amd64'), ALL_OF('*')],
      [at('d'), ALL_OF('amd64'), { ...ALL_OF('amd64', 'arm64'), subarches: ['ga-24.04'] }],
      [at('e'), null, ALL_OF('amd64')],
    )
    expect(selectionPlan(saved, draft, '').steps.map(inWords)).toEqual([
      'create 1/ubuntu/e',
      'update 1/ubuntu/c',
      'update 1/ubuntu/b',
      'update 1/ubuntu/d',
      'delete 1/ubuntu/a',
    ])
  })

  test('deletes the commissioning release last, because MAAS up to 3.7 refuses that at every source', () => {
    const saved = savedOf(
      [jammy, ALL_OF('amd64')],
      [elsewhere(jammy), ALL_OF('amd64')],
      [noble, ALL_OF('amd64')],
    )
    const draft = draftOf([jammy, ALL_OF('amd64'), null], [noble, ALL_OF('amd64'), null])
    expect(selectionPlan(saved, draft, COMMISSIONING).steps.map(inWords)).toEqual([
      'delete 1/ubuntu/noble',
      'delete 1/ubuntu/jammy',
    ])
  })

  test('creates at the new source before it deletes at the old one', () => {
    const saved = savedOf([jammy, ALL_OF('amd64')])
    const draft = draftOf([jammy, ALL_OF('amd64'), null], [elsewhere(jammy), null, ALL_OF('amd64')])
    expect(selectionPlan(saved, draft, COMMISSIONING)).toMatchObject({
      steps: [{ kind: 'create' }, { kind: 'delete' }],
      refused: [],
    })
  })
})

test('dropping the commissioning release everywhere is refused with the way out; the rest is done', () => {
  const saved = savedOf([jammy, ALL_OF('amd64')], [noble, ALL_OF('amd64')])
  const draft = draftOf([jammy, ALL_OF('amd64'), null], [noble, ALL_OF('amd64'), null])
  const { steps, refused } = selectionPlan(saved, draft, COMMISSIONING)
  expect(steps.map(inWords)).toEqual(['delete 1/ubuntu/noble'])
  expect(refused).toHaveLength(1)
  expect(refused[0]?.id).toEqual(jammy)
  expect(refused[0]?.reason).toContain('choose another commissioning release in Default images')
})

test('a selection that lets nothing through is updated, not created a second time', () => {
  const saved = savedOf([noble, { arches: [], subarches: ['*'], labels: ['*'] }])
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(selectionPlan(saved, draft, '').steps).toEqual([
    { kind: 'update', id: noble, selectionId: 1, wanted: ALL_OF('amd64') },
  ])
})

test('a draft that equals the saved selection needs no call', () => {
  const saved = savedOf([noble, ALL_OF('amd64', 'arm64')])
  expect(selectionPlan(saved, draftOf([noble, null, ALL_OF('arm64', 'amd64')]), '').steps).toEqual([])
  expect(selectionPlan(saved, draftOf([jammy, null, null]), '').steps).toEqual([])
})

const list = (...names: string[]) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(['*']) },
    { weight: 4, arbitrary: fc.subarray(names) },
    { weight: 1, arbitrary: fc.subarray(['*', ...names]) },
  )
const someWanted: fc.Arbitrary<Wanted> = fc.record({
  arches: list('amd64', 'arm64', 's390x'),
  subarches: list('ga-24.04', 'hwe-24.04'),
  labels: list('stable', 'candidate'),
})
const IDS = [noble, jammy, { sourceId: 1, os: 'centos', release: '8' }].flatMap((id) => [id, elsewhere(id)])
const someSaved: fc.Arbitrary<Saved> = fc
  .tuple(fc.subarray(IDS), fc.array(someWanted, { minLength: IDS.length, maxLength: IDS.length }))
  .map(([ids, wanted]) => savedOf(...ids.map((id, index) => [id, wanted[index] ?? ALL_OF('*')] as const)))
const someDraft: fc.Arbitrary<Draft> = fc
  .tuple(fc.shuffledSubarray(IDS), fc.infiniteStream(fc.option(someWanted)))
  .map(([ids, wanted]) => draftOf(...ids.map((id) => [id, null, wanted.next().value ?? null] as const)))

const wantsCommissioning = (saved: Saved): boolean =>
  IDS.some((id) => id.release === COMMISSIONING && savedWanted(saved, releaseKey(id)) !== null)

describe('for any saved state and any draft', () => {
  const property = (rule: (saved: Saved, draft: Draft) => void) =>
    fc.assert(fc.property(someSaved, someDraft, rule), { numRuns: 500 })

  test('applying the plan gives exactly the draft, but for what was refused', () => {
    property((saved, draft) => {
      const { steps, refused } = selectionPlan(saved, draft, COMMISSIONING)
      const after = steps.reduce(applyStep, saved)
      const kept = new Set(refused.map(({ id }) => releaseKey(id)))
      for (const id of IDS) {
        const key = releaseKey(id)
        const expected = kept.has(key) ? savedWanted(saved, key) : wantedOf(saved, draft, key)
        expect(sameWanted(savedWanted(after, key), expected), key).toBe(true)
      }
    })
  })

  test('without a commissioning release nothing is refused', () => {
    property((saved, draft) => {
      expect(selectionPlan(saved, draft, '').refused).toEqual([])
    })
  })

  test('running the same plan again sends nothing', () => {
    property((saved, draft) => {
      const after = selectionPlan(saved, draft, COMMISSIONING).steps.reduce(applyStep, saved)
      expect(selectionPlan(after, draft, COMMISSIONING).steps).toEqual([])
    })
  })

  test('after a failure in the middle the next plan is the rest of the first', () => {
    fc.assert(
      fc.property(someSaved, someDraft, fc.nat(6), (saved, draft, done) => {
        const { steps } = selectionPlan(saved, draft, COMMISSIONING)
        const middle = steps.slice(0, done).reduce(applyStep, saved)
        const rest = selectionPlan(middle, draft, COMMISSIONING).steps
        expect(rest.map(inWords).sort()).toEqual(steps.slice(done).map(inWords).sort())
      }),
    )
  })

  test('there is at most one call per release, and none for a release that is already as drafted', () => {
    property((saved, draft) => {
      const { steps, refused } = selectionPlan(saved, draft, COMMISSIONING)
      const touched = [...steps, ...refused].map(({ id }) => releaseKey(id))
      const differ = [...draft.keys()].filter(
        (key) => !sameWanted(savedWanted(saved, key), wantedOf(saved, draft, key)),
      )
      expect(touched.sort()).toEqual(differ.sort())
    })
  })

  test('the commissioning release is never absent in between', () => {
    property((saved, draft) => {
      if (!wantsCommissioning(saved)) return
      let now = saved
      for (const step of selectionPlan(saved, draft, COMMISSIONING).steps) {
        now = applyStep(now, step)
        expect(wantsCommissioning(now)).toBe(true)
      }
    })
  })

  test('no empty list is sent, because MAAS would read it as "import nothing"', () => {
    property((saved, draft) => {
      for (const step of selectionPlan(saved, draft, COMMISSIONING).steps) {
        if (step.kind === 'delete') continue
        for (const names of Object.values(step.wanted)) expect(names.length).toBeGreaterThan(0)
      }
    })
  })
})

test('a step applied to nothing known of it numbers what MAAS has not numbered yet', () => {
  const first = applyStep(savedOf(), { kind: 'create', id: noble, wanted: ALL_OF('amd64') })
  const second = applyStep(first, { kind: 'create', id: jammy, wanted: ALL_OF('amd64') })
  expect([...second.values()].map(({ selectionId }) => selectionId)).toEqual([-1, -2])
  expect(selectionPlan(second, NONE, '')).toEqual({ steps: [], refused: [] })
})
