import { describe, expect, test } from 'vitest'
import type { BootSource, NewSelection } from '#contract/maas.ts'
import type { SourceExtras, SourceSpec, SourceState, SourceStep, SourceTarget } from './model.ts'
import { isRecreated } from './selection-steps.ts'
import { addsOnly, canUpdate, changeSteps, standInOf } from './source-steps.ts'

/*
 * The steps of a change by table, without a region, so that the mutation check can run them often. That MAAS accepts
 * the steps is tested in source-steps.test.ts.
 */

const OLD = 'http://mirror.example.com/old/'
const NEW = 'http://mirror.example.com/new/'
const UNSIGNED = `${OLD}streams/v1/index.json`
const bare = (url: string) => url.replace(/\/$/, '')

const file = (url: string): SourceSpec => ({ url, keyring_filename: '/a.gpg', keyring_data: '' })
const data = (url: string): SourceSpec => ({ url, keyring_filename: '', keyring_data: 'mQENBA==' })

const select = (release: string, ...arches: string[]): NewSelection => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const JAMMY = select('jammy', 'amd64')
const NOBLE = select('noble', 'amd64')
const NOTHING = { ...select('focal', 'amd64'), labels: [] }

const RANK: SourceExtras = { name: 'Mirror', priority: 7, enabled: true, skip_keyring_verification: false }

/** A source with this id, and selections with the ids 10 times its own, and following. */
const state = (
  id: number,
  spec: SourceSpec,
  selections: readonly NewSelection[] = [],
  extras: Partial<SourceExtras> = {},
): SourceState => ({
  source: { id, ...spec, ...extras, created: '', updated: '' },
  selections: selections.map((one, index) => ({ ...one, id: 10 * id + index, boot_source_id: id })),
})

const target = (part: Partial<SourceTarget>): SourceTarget => ({
  spec: file(NEW),
  selections: [],
  replaces: 1,
  ...part,
})

const rank = (extras: Partial<SourceExtras>) =>
  'name' in extras
    ? ` as ${extras.name} (${extras.priority})`
    : extras.enabled === undefined
      ? ''
      : ' unranked'
const ranked = (extras: Partial<SourceExtras> = {}) =>
  `${rank(extras)}${extras.enabled === false ? ', disabled' : ''}`
const keyed = ({ url, keyring_data }: SourceSpec) => `${url} with ${keyring_data ? 'data' : 'a file'}`
const chosen = ({ os, release, arches }: NewSelection) => `${os}/${release} ${arches.join('+')}`

/** One step as a line. */
function line(step: SourceStep): string {
  switch (step.kind) {
    case 'create-source':
      return `create ${keyed(step.spec)}${ranked(step.extras)}`
    case 'update-source':
      return `update ${step.id ?? 'it'} to ${keyed(step.spec)}${ranked(step.extras)}`
    case 'delete-source':
      return `delete ${step.id} ${step.url}`
    case 'create-selection':
      return `select ${step.sourceId ?? 'it'} ${chosen(step.wanted)}`
    case 'update-selection':
      return `change ${step.sourceId}/${step.id} ${chosen(step.wanted)}`
    case 'delete-selection':
      return `unselect ${step.sourceId}/${step.id} ${step.os}/${step.release}`
    default:
      return step.kind
  }
}
const lines = (
  now: readonly SourceState[],
  to: SourceTarget,
  context: { importing?: boolean; before?: readonly SourceState[] } = {},
) => changeSteps(now, to, { importing: false, ...context }).map(line)

describe('A source is changed in place if MAAS allows it:', () => {
  test.each<[string, SourceSpec, SourceSpec, boolean]>([
    ['a file at another address', file(OLD), file(NEW), true],
    ['a file becomes data', file(OLD), data(NEW), true],
    ['data at another address', data(OLD), data(NEW), true],
    ['data becomes a file', data(OLD), file(NEW), false],
  ])('%s', (_, from, to, inPlace) => {
    const now = state(1, from)
    expect(canUpdate(now, to)).toBe(inPlace)
    expect(lines([now], target({ spec: to }))).toEqual([
      ...(inPlace ? [`update 1 to ${keyed(to)}`] : [`create ${keyed(to)}`, `delete 1 ${OLD}`]),
      'import',
    ])
  })
})

describe('Selections are written in an order that MAAS accepts:', () => {
  const to = (...selections: NewSelection[]) => target({ spec: file(OLD), selections })
  test.each<[string, NewSelection[], NewSelection[], string[]]>([
    ['no change', [JAMMY, NOBLE], [NOBLE, JAMMY], []],
    ['an equivalent one', [select('jammy', '*', 'amd64')], [select('jammy', '*')], []],
    [
      'a new one, a changed one, and one that is no longer wanted',
      [NOBLE, JAMMY],
      [select('jammy', 'arm64'), select('focal', 'amd64')],
      [
        'select 1 ubuntu/focal amd64',
        'change 1/11 ubuntu/jammy arm64',
        'unselect 1/10 ubuntu/noble',
        'import',
      ],
    ],
    [
      'the same release of another operating system',
      [{ ...JAMMY, os: 'custom' }],
      [JAMMY],
      ['select 1 ubuntu/jammy amd64', 'unselect 1/10 custom/jammy', 'import'],
    ],
    ['one that selects nothing is not created', [JAMMY], [JAMMY, NOTHING], []],
    ['one that selects nothing already', [JAMMY, NOTHING], [JAMMY, NOTHING], []],
    [
      'one that selects nothing any more',
      [JAMMY, select('focal', 'amd64')],
      [JAMMY, NOTHING],
      ['change 1/11 ubuntu/focal amd64', 'import'],
    ],
  ])('%s', (_, saved, wanted, steps) => {
    expect(lines([state(1, file(OLD), saved)], to(...wanted))).toEqual(steps)
  })

  test('after the source has its new address', () => {
    expect(lines([state(1, file(OLD), [JAMMY])], target({ selections: [JAMMY, NOBLE] }))).toEqual([
      `update 1 to ${keyed(file(NEW))}`,
      'select 1 ubuntu/noble amd64',
      'import',
    ])
  })
})

describe('A source with data becomes one with a file:', () => {
  const now = [state(1, data(OLD), [JAMMY])]
  const to = target({ spec: file(OLD), selections: [JAMMY, NOTHING] })

  test('at the same address: created at the alternate one, which is changed last', () => {
    expect(lines(now, to)).toEqual([
      `create ${bare(OLD)} with a file`,
      'select it ubuntu/jammy amd64',
      `delete 1 ${OLD}`,
      `update it to ${OLD} with a file`,
      'import',
    ])
  })

  test('at the same address, where another source has the alternate one: deleted first', () => {
    expect(lines([...now, state(2, file(bare(OLD)))], to)).toEqual([
      `delete 1 ${OLD}`,
      `create ${OLD} with a file`,
      'select it ubuntu/jammy amd64',
      'import',
    ])
  })

  test('at an address without an alternate: deleted first, with name and priority free', () => {
    const old = state(1, data(UNSIGNED), [], RANK)
    expect(lines([old], target({ spec: file(UNSIGNED), extras: RANK }))).toEqual([
      `delete 1 ${UNSIGNED}`,
      `create ${UNSIGNED} with a file as Mirror (7)`,
      'import',
    ])
  })

  test('at an address without an alternate, where a third source has its priority: without a rank', () => {
    const sources = [state(1, data(UNSIGNED), [], RANK), state(2, file(NEW), [], { ...RANK, name: 'x' })]
    expect(lines(sources, target({ spec: file(UNSIGNED), extras: RANK }))).toEqual([
      `delete 1 ${UNSIGNED}`,
      `create ${UNSIGNED} with a file unranked`,
      'import',
    ])
  })

  test('after an interruption, from the source at the alternate address', () => {
    const standIn = state(2, file(bare(OLD)))
    expect(lines([...now, standIn], to, { before: now })).toEqual([
      'select 2 ubuntu/jammy amd64',
      `delete 1 ${OLD}`,
      `update 2 to ${OLD} with a file`,
      'import',
    ])
    expect(lines([standIn], to, { before: now })).toEqual([
      'select 2 ubuntu/jammy amd64',
      `update 2 to ${OLD} with a file`,
      'import',
    ])
  })
})

describe('The source that an interrupted change created is', () => {
  const before = [state(1, data(OLD))]
  const to = target({ spec: file(OLD) })
  test.each<[string, SourceState[], SourceTarget, readonly SourceState[], number | undefined]>([
    ['the one at the alternate address', [...before, state(2, file(bare(OLD)))], to, before, 2],
    [
      'found among other new ones',
      [...before, state(2, file(NEW)), state(3, file(bare(OLD)))],
      to,
      before,
      3,
    ],
    [
      'none that existed before',
      [...before, state(2, file(bare(OLD)))],
      to,
      [...before, state(2, file(bare(OLD)))],
      undefined,
    ],
    ['none with another keyring', [...before, state(2, data(bare(OLD)))], to, before, undefined],
    ['none at another address', [...before, state(2, file(NEW))], to, before, undefined],
    [
      'none where the address has no alternate',
      [state(2, file(UNSIGNED))],
      target({ spec: file(UNSIGNED) }),
      [],
      undefined,
    ],
    ['none for a deletion', [state(2, file(bare(OLD)))], target({ spec: null }), [], undefined],
  ])('%s', (_, now, wanted, former, id) => {
    expect(standInOf(now, wanted, former)?.source.id).toBe(id)
  })
})

describe('If the new source is there already,', () => {
  const made = state(2, file(NEW), [JAMMY])
  test('its selections and the old source remain to be done', () => {
    expect(lines([state(1, data(OLD), [NOBLE]), made], target({ selections: [JAMMY, NOBLE] }))).toEqual([
      'select 2 ubuntu/noble amd64',
      `delete 1 ${OLD}`,
      'import',
    ])
  })

  test('and is complete, nothing remains', () => {
    expect(lines([made], target({ selections: [JAMMY] }), { importing: true })).toEqual([])
  })

  test.each<[string, Partial<SourceExtras>, string[]]>([
    ['the same name and priority', RANK, []],
    [
      'another priority',
      { ...RANK, priority: 8 },
      [`update 2 to ${keyed(file(NEW))} as Mirror (7)`, 'import'],
    ],
    ['another name', { ...RANK, name: 'x' }, [`update 2 to ${keyed(file(NEW))} as Mirror (7)`, 'import']],
  ])('with %s, its rank is compared', (_, extras, steps) => {
    expect(lines([state(2, file(NEW), [], extras)], target({ extras: RANK, replaces: 2 }))).toEqual(steps)
  })

  test('its rank is set last, when the old source is deleted', () => {
    const now = [state(1, data(OLD), [], RANK), state(2, file(NEW), [], { ...RANK, name: 'x', priority: 8 })]
    expect(lines(now, target({ extras: RANK }))).toEqual([
      `delete 1 ${OLD}`,
      `update 2 to ${keyed(file(NEW))} as Mirror (7)`,
      'import',
    ])
  })
})

describe('Name and priority of MAAS 3.8:', () => {
  const now = (extras: Partial<SourceExtras>) => [state(1, data(OLD), [], { ...RANK, ...extras })]
  const created = (how: string) => `create ${keyed(file(NEW))} ${how}`
  const ranking = `update it to ${keyed(file(NEW))} as Mirror (7)`
  test.each<[string, Partial<SourceExtras>, string[]]>([
    ['both free', { name: 'x', priority: 8 }, [created('as Mirror (7)'), `delete 1 ${OLD}`]],
    ['the name is taken', { priority: 8 }, [created('unranked'), `delete 1 ${OLD}`, ranking]],
    ['the priority is taken', { name: 'x' }, [created('unranked'), `delete 1 ${OLD}`, ranking]],
  ])('%s', (_, extras, steps) => {
    expect(lines(now(extras), target({ extras: RANK }))).toEqual([...steps, 'import'])
  })

  test('a source that is created without them keeps its other settings', () => {
    const [create] = changeSteps(now({}), target({ extras: RANK }), { importing: false })
    expect(create).toEqual({
      kind: 'create-source',
      spec: file(NEW),
      extras: { enabled: true, skip_keyring_verification: false },
    })
  })

  test('are sent with an update in place, and with the last step at an alternate address', () => {
    const spec = data(NEW)
    expect(lines([state(1, data(OLD), [], RANK)], target({ spec, extras: RANK }))).toEqual([
      `update 1 to ${keyed(spec)} as Mirror (7)`,
      'import',
    ])
  })

  test('older versions have none', () => {
    expect(changeSteps([], target({ replaces: null }), { importing: false })).toEqual([
      { kind: 'create-source', spec: file(NEW) },
    ])
  })
})

describe('A disabled source of MAAS 3.8 is enabled while selections are created:', () => {
  const OFF = { ...RANK, enabled: false }
  const FREE = { name: 'x', priority: 8 }
  const there = (extras: SourceExtras) => [state(2, file(NEW), [JAMMY], extras)]
  const [moved, made, fresh] = [data(NEW), file(NEW), file(UNSIGNED)].map(keyed)
  test.each<[string, SourceState[], Partial<SourceTarget>, string[]]>([
    [
      'in place',
      [state(1, data(OLD), [JAMMY], OFF)],
      { spec: data(NEW), selections: [JAMMY, NOBLE] },
      [
        `update 1 to ${moved} as Mirror (7), disabled`,
        `update 1 to ${moved} as Mirror (7)`,
        'select 1 ubuntu/noble amd64',
        `update 1 to ${moved} as Mirror (7), disabled`,
      ],
    ],
    [
      'not if selections are only deleted',
      [state(1, data(OLD), [JAMMY, NOBLE], OFF)],
      { spec: data(NEW), selections: [JAMMY] },
      [`update 1 to ${moved} as Mirror (7), disabled`, 'unselect 1/11 ubuntu/noble'],
    ],
    [
      'not if it is to be enabled',
      [state(1, data(OLD), [JAMMY], OFF)],
      { spec: data(NEW), selections: [JAMMY, NOBLE], extras: RANK },
      [`update 1 to ${moved} as Mirror (7)`, 'select 1 ubuntu/noble amd64'],
    ],
    [
      'if it is there already',
      there(OFF),
      { selections: [JAMMY, NOBLE], replaces: 2 },
      [
        `update 2 to ${made} as Mirror (7)`,
        'select 2 ubuntu/noble amd64',
        `update 2 to ${made} as Mirror (7), disabled`,
      ],
    ],
    [
      'with its own name until the other one is free',
      [state(1, data(OLD), [], RANK), ...there({ ...OFF, ...FREE })],
      { selections: [JAMMY, NOBLE] },
      [
        `update 2 to ${made} as x (8)`,
        'select 2 ubuntu/noble amd64',
        `delete 1 ${OLD}`,
        `update 2 to ${made} as Mirror (7), disabled`,
      ],
    ],
    [
      'not if it is enabled already, and disabled last',
      there(RANK),
      { selections: [JAMMY, NOBLE], replaces: 2 },
      ['select 2 ubuntu/noble amd64', `update 2 to ${made} as Mirror (7), disabled`],
    ],
    [
      'if it is new',
      [state(1, data(OLD), [], { ...RANK, ...FREE })],
      { selections: [JAMMY, NOTHING] },
      [
        `create ${made} as Mirror (7)`,
        'select it ubuntu/jammy amd64',
        `delete 1 ${OLD}`,
        `update it to ${made} as Mirror (7), disabled`,
      ],
    ],
    [
      'not if it is new and nothing is selected',
      [state(1, data(OLD), [], { ...RANK, ...FREE })],
      { selections: [NOTHING] },
      [`create ${made} as Mirror (7), disabled`, `delete 1 ${OLD}`],
    ],
    [
      'if it takes the place of the old one',
      [state(1, data(UNSIGNED), [], RANK)],
      { spec: file(UNSIGNED), selections: [JAMMY] },
      [
        `delete 1 ${UNSIGNED}`,
        `create ${fresh} as Mirror (7)`,
        'select it ubuntu/jammy amd64',
        `update it to ${fresh} as Mirror (7), disabled`,
      ],
    ],
    [
      'not if it takes the place of the old one, and nothing is selected',
      [state(1, data(UNSIGNED), [], RANK)],
      { spec: file(UNSIGNED) },
      [`delete 1 ${UNSIGNED}`, `create ${fresh} as Mirror (7), disabled`],
    ],
  ])('%s', (_, now, part, steps) => {
    expect(lines(now, target({ extras: OFF, ...part }))).toEqual([...steps, 'import'])
  })
})

describe('Imports:', () => {
  const now = [state(1, file(OLD), [JAMMY])]
  test.each<[string, SourceState[], Partial<SourceTarget>, string[]]>([
    [
      'a running one is stopped first',
      now,
      { selections: [JAMMY] },
      ['stop-import', 'update-source', 'import'],
    ],
    ['nothing to do stops nothing', now, { spec: file(OLD), selections: [JAMMY] }, []],
    ['a deletion', now, { spec: null }, ['stop-import', 'delete-source', 'import']],
    ['a deletion that is done', [], { spec: null }, []],
    ['a source that is only added', now, { replaces: null }, ['create-source']],
    ['one added with an empty selection', now, { replaces: null, selections: [NOTHING] }, ['create-source']],
    [
      'one added with a selection',
      now,
      { replaces: null, selections: [NOTHING, JAMMY] },
      ['stop-import', 'create-source', 'create-selection', 'import'],
    ],
    ['one added to go back', now, { replaces: null, back: true }, ['stop-import', 'create-source', 'import']],
  ])('%s', (_, from, part, kinds) => {
    const to = target(part)
    expect(changeSteps(from, to, { importing: true }).map(({ kind }) => kind)).toEqual(kinds)
    expect(addsOnly(to) && kinds.includes('import')).toBe(false)
  })
})

test('a deletion adds nothing', () => {
  expect(addsOnly(target({ spec: null, replaces: null }))).toBe(false)
})

describe('To remove an architecture, MAAS deletes a selection and its images:', () => {
  const rankedSource = { id: 1, ...file(OLD), ...RANK, created: '', updated: '' }
  const oldSource = { id: 1, ...file(OLD), created: '', updated: '' }
  const both = select('noble', 'amd64', 'arm64')
  test.each<[string, BootSource, NewSelection, NewSelection, boolean]>([
    ['MAAS 3.8', rankedSource, both, NOBLE, true],
    ['MAAS 3.8, where one is added', rankedSource, NOBLE, both, false],
    ['MAAS up to 3.7', oldSource, both, NOBLE, false],
  ])('%s', (_, source, saved, wanted, deletes) => {
    expect(isRecreated(source, { ...saved, id: 10, boot_source_id: 1 }, wanted)).toBe(deletes)
    const now = [{ source, selections: [{ ...saved, id: 10, boot_source_id: 1 }] }]
    const extras = source === rankedSource ? RANK : undefined
    expect(lines(now, target({ spec: file(OLD), extras, selections: [wanted] }))).toEqual([
      ...(deletes
        ? ['unselect 1/10 ubuntu/noble', 'select 1 ubuntu/noble amd64']
        : [`change 1/10 ${chosen(wanted)}`]),
      'import',
    ])
  })
})
