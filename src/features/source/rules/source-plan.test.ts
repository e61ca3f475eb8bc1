import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { Catalogue, FilesAnswer, Image } from '#contract/gateway.ts'
import { OFFERED, aRegionAnswer, releaseOf } from '#testing/catalogue.ts'
import { carryOut, regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import { JAMMY, KEYRINGS, NOBLE, select } from '#testing/faults/whole-change.ts'
import { SNAP_KEYRING } from '#selections/maas-io.ts'
import { DROP, KEEP, type Choice } from './choices.ts'
import { specOf, type SourceExtras, type SourceSpec, type SourceState, type SourceTarget } from './model.ts'
import { sourcePlan } from './source-plan.ts'
import { contentOf } from './change-progress.ts'

const LARGE = 'http://mirror.example.com/large/'
const MIRROR = 'http://mirror.example.com/ubuntu/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const IN_USE = 'This source is already in use with the same keyring. Nothing would change.'
const writtenAs = (url: string) => `The region already has this source as ${url}. MAAS would read it twice.`
const TWICE = 'The region already has this source.'

const withData = (data: string, catalogue = OFFERED): Catalogue => ({
  ...catalogue,
  keyring: { ...catalogue.keyring, data },
})
/** A selection of a release that no source offers any more. */
const COSMIC = select('cosmic', 'amd64')

type Asked = {
  readonly version?: string
  readonly catalogue?: Catalogue
  readonly images?: readonly Image[]
  readonly files?: FilesAnswer | null
  readonly restores?: SourceTarget['selections']
  readonly choices?: [string, Choice][]
  readonly catalogues?: ReadonlyMap<number, Catalogue>
  readonly extras?: SourceExtras
  readonly sourceOrder?: readonly number[]
}

/** The plan to have `spec` instead of the first source of a region. */
const plan = (
  sources: readonly SourceState[],
  spec: SourceSpec,
  {
    version = '3.5.13',
    catalogue = OFFERED,
    images = [],
    files = null,
    restores,
    choices = [],
    catalogues = new Map(),
    extras,
    sourceOrder,
  }: Asked = {},
  old = sources[0] ?? null,
) =>
  sourcePlan(
    {
      region: { ...aRegionAnswer(version), ...(sourceOrder && { sourceOrder: [...sourceOrder] }) },
      sources,
      old,
      present: OFFERED,
      spec,
      extras,
      catalogue,
      images,
      files,
      catalogues,
      restores: restores ?? null,
    },
    new Map(choices),
  )

const NEVER = { id: 0, created: '', updated: '' }

const having = (...sources: GivenSource[]) => statesOf(regionWith(sources))
const large = { url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }

describe('A change can be made or not:', () => {
  const twice = [large, { ...large, url: LARGE.slice(0, -1) }]
  test.each<[string, GivenSource[], SourceSpec, string | null, Asked?]>([
    ['the same source', [large], { url: LARGE, ...KEYRINGS.file }, IN_USE],
    ['the same with another slash', [large], { url: LARGE.slice(0, -1), ...KEYRINGS.file }, IN_USE],
    [
      'the same keyring data, in lines',
      [{ ...large, ...KEYRINGS.data }],
      { url: LARGE, keyring_filename: '', keyring_data: 'mQEN\nBA==' },
      IN_USE,
    ],
    [
      'the same keyring data, as ASCII armor',
      [{ ...large, ...KEYRINGS.data }],
      { url: LARGE, keyring_filename: '', keyring_data: '-----BEGIN PGP PUBLIC KEY BLOCK-----' },
      IN_USE,
      { catalogue: withData('mQENBA==') },
    ],
    [
      'another keyring file',
      [large],
      { url: LARGE, keyring_filename: '/snap/keyring.gpg', keyring_data: '' },
      null,
    ],
    ['data instead of the file', [large], { url: LARGE, ...KEYRINGS.data }, null],
    ['another source', [large], { url: MIRROR, ...KEYRINGS.file }, null],
    ['the same by its index', [large], { url: `${LARGE}streams/v1/index.sjson`, ...KEYRINGS.file }, null],
    [
      'another source of the region',
      [large, { ...large, url: MIRROR }],
      { url: MIRROR, ...KEYRINGS.data },
      TWICE,
    ],
    [
      'another source of the region, with another slash',
      [large, { ...large, url: MIRROR }],
      { url: MIRROR.slice(0, -1), ...KEYRINGS.file },
      writtenAs(MIRROR),
    ],
    ['its keyring, although its twin also exists', twice, { url: LARGE, ...KEYRINGS.data }, null],
    ['its former selection', [large], { url: LARGE, ...KEYRINGS.file }, null, { restores: [JAMMY] }],
    [
      'a former selection that differs in one release',
      [{ ...large, selections: [NOBLE, JAMMY] }],
      { url: LARGE, ...KEYRINGS.file },
      null,
      { restores: [JAMMY, select('noble', 'arm64')] },
    ],
    [
      'another priority (3.8)',
      [large],
      { url: LARGE, ...KEYRINGS.file },
      null,
      {
        version: '3.8.0',
        extras: { name: 'large', priority: 7, enabled: true, skip_keyring_verification: false },
      },
    ],
    [
      'the selection it has, in another order',
      [{ ...large, selections: [select('noble', 'amd64', 'arm64'), JAMMY] }],
      { url: LARGE, ...KEYRINGS.file },
      IN_USE,
      { restores: [JAMMY, select('noble', 'arm64', 'amd64')] },
    ],
  ])('%s', (_, sources, spec, offBecause, asked) => {
    expect(plan(having(...sources), spec, asked).offBecause).toBe(offBecause)
  })

  test('a source that already exists is not added again, any other is', () => {
    const sources = having(large)
    expect(plan(sources, { url: LARGE, ...KEYRINGS.data }, {}, null).offBecause).toBe(TWICE)
    expect(plan(sources, { url: LARGE.slice(0, -1), ...KEYRINGS.file }, {}, null).offBecause).toBe(
      writtenAs(LARGE),
    )
    expect(plan(sources, { url: MIRROR, ...KEYRINGS.file }, {}, null).offBecause).toBeNull()
    expect(plan([], { url: MIRROR, ...KEYRINGS.file }, {}, null).target).toMatchObject({
      replaces: null,
      selections: [],
    })
  })
})

describe('The target of a change:', () => {
  test('the source that was read replaces the old one, with the current selections', () => {
    const { target, rules } = plan(having(large), { url: MIRROR, ...KEYRINGS.file })
    expect(target).toMatchObject({
      spec: { url: MIRROR, ...KEYRINGS.file },
      selections: [NOBLE, JAMMY],
      replaces: 1,
    })
    expect(rules).toEqual({
      inPlace: true,
      commissioning: 'ubuntu/jammy',
      deletesImmediately: false,
      unchangeable: new Set(),
    })
  })

  test('the keyring data in the form MAAS reads', () => {
    const spec = { url: MIRROR, keyring_filename: '', keyring_data: '-----BEGIN…' }
    expect(plan(having(large), spec, { catalogue: withData('mQENBA==') }).target.spec).toEqual({
      url: MIRROR,
      ...KEYRINGS.data,
    })
  })

  test('the address stays as MAAS has it if only the slash differs', () => {
    const sources = having({ ...large, url: LARGE.slice(0, -1) })
    expect(plan(sources, { url: LARGE, ...KEYRINGS.data }).target.spec?.url).toBe(LARGE.slice(0, -1))
  })

  test('a source with keyring data is created again for a file, and updated for other data', () => {
    const sources = having({ ...large, ...KEYRINGS.data })
    expect(plan(sources, { url: MIRROR, ...KEYRINGS.file }).rules.inPlace).toBe(false)
    expect(plan(sources, { url: MIRROR, ...KEYRINGS.data }).rules.inPlace).toBe(true)
  })

  test.each<[string, GivenSource, Choice | null, SourceTarget['selections']]>([
    ['in place: a missing release is kept', large, null, [NOBLE, JAMMY]],
    ['in place: a missing release can be dropped', large, DROP, [JAMMY]],
    ['created again: a missing release is dropped', { ...large, ...KEYRINGS.data }, null, [JAMMY]],
    ['created again: a missing release cannot be kept', { ...large, ...KEYRINGS.data }, KEEP, [JAMMY]],
  ])('%s', (_, source, choice, selections) => {
    const catalogue = emptyCatalogue({ releases: [releaseOf('jammy', 'amd64')] })
    const choices: [string, Choice][] = choice ? [['ubuntu/noble', choice]] : []
    const { target } = plan(having(source), { url: MIRROR, ...KEYRINGS.file }, { catalogue, choices })
    expect(target.selections).toEqual(selections)
  })
})

describe('An undo restores what MAAS accepts:', () => {
  const restored = (
    now: GivenSource,
    spec: SourceSpec,
    restores: SourceTarget['selections'],
    asked: Asked = {},
  ) => {
    const region = regionWith([now], { firstId: 4, version: asked.version ?? '3.5.13' })
    const { target, lost } = plan(statesOf(region), spec, { ...asked, restores })
    const end = carryOut(region, target).at(-1)?.now ?? []
    // address, keyring and selections; this test ignores the name that MAAS 3.8 has
    const source = { ...(target.spec ?? spec), selections: target.selections }
    expect(contentOf(end.map((state) => ({ ...state, source: { ...specOf(state.source), ...NEVER } })))).toBe(
      contentOf(statesOf(regionWith([source]))),
    )
    return { selections: target.selections, lost }
  }

  test('in place: everything, including releases that are still selected but no longer offered', () => {
    const wide = select('jammy', 'amd64', 's390x')
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [COSMIC, wide, NOBLE] }
    const former = [COSMIC, wide, select('focal', 'arm64')]
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, former)).toEqual({ selections: former, lost: [] })
  })

  test('in place: releases that are neither offered nor selected any more are lost', () => {
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [JAMMY] }
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, [COSMIC, JAMMY])).toEqual({
      selections: [JAMMY],
      lost: ['ubuntu/cosmic'],
    })
  })

  test('created again: releases and architectures that are not offered are lost', () => {
    const now = { url: MIRROR, ...KEYRINGS.data, selections: [COSMIC, JAMMY] }
    const former = [COSMIC, select('jammy', 'amd64', 's390x'), NOBLE]
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, former)).toEqual({
      selections: [JAMMY, NOBLE],
      lost: ['ubuntu/cosmic'],
    })
  })

  test('the commissioning release is kept if MAAS refuses to delete it', () => {
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [JAMMY, NOBLE] }
    const back = { url: STABLE, ...KEYRINGS.file }
    expect(restored(now, back, [NOBLE]).selections).toEqual([NOBLE, JAMMY])
    expect(restored({ ...now, ...KEYRINGS.data }, back, [NOBLE]).selections).toEqual([NOBLE])
    const slashless = { url: STABLE.slice(0, -1), ...KEYRINGS.file }
    expect(
      restored({ ...now, url: MIRROR.slice(0, -1) }, slashless, [NOBLE], { version: '3.8.0' }).selections,
    ).toEqual([NOBLE])
  })

  test('a deleted source that MAAS has added again gets its selection again', () => {
    const sources = having({ url: STABLE, ...KEYRINGS.file, selections: [JAMMY] })
    const { target, offBecause } = plan(
      sources,
      { url: STABLE, ...KEYRINGS.file },
      { restores: [JAMMY, NOBLE] },
      null,
    )
    expect(offBecause).toBeNull()
    expect(target).toMatchObject({ replaces: 1, selections: [JAMMY, NOBLE] })
  })

  test('the effect on each current selection is known: it stays, changes, is deleted or is created again', () => {
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [COSMIC, JAMMY, NOBLE] }
    const former = [JAMMY, select('noble', 'amd64', 'arm64'), select('focal', 'arm64')]
    const { returns, target } = plan(having(now), { url: STABLE, ...KEYRINGS.file }, { restores: former })
    const saidOf = (release: string) => returns?.fates.get(`ubuntu/${release}`)
    expect(['cosmic', 'jammy'].map(saidOf)).toEqual(['goes', 'stays'])
    expect(saidOf('noble')).toEqual({ arches: ['amd64', 'arm64'] })
    expect(target.selections.map(({ release }) => release)).toEqual(['jammy', 'noble', 'focal'])
    expect(returns?.again).toEqual(['focal'])
    expect(plan(having(now), { url: STABLE, ...KEYRINGS.file }).returns).toBeNull()
  })
})

test('a release that no source lists has the title of MAAS’s images, and its nearest release', () => {
  const image = (
    os: string,
    release: string,
    title: string | null,
    kind: Image['kind'] = 'synced',
  ): Image => ({
    kind,
    os,
    release,
    title,
    arch: 'amd64',
    known: true,
    heldBytes: 1,
    incoming: null,
    lastDeployed: null,
    kernels: [],
  })
  const centos = { ...COSMIC, os: 'centos', release: 'centos66' }
  const now = { url: MIRROR, ...KEYRINGS.file, selections: [COSMIC, centos] }
  const titles = (images: readonly Image[]) =>
    plan(having(now), { url: STABLE, ...KEYRINGS.file }, { images }).comparison.selected.map(
      ({ title, nearest }) => [title, nearest?.title],
    )
  const held = [image('ubuntu', 'cosmic', 'Ubuntu 18.10'), image('centos', 'centos66', 'CentOS 6.6')]
  expect(titles(held)).toEqual([
    ['18.10', 'focal'],
    ['CentOS 6.6', undefined],
  ])
  expect(titles([image('ubuntu', 'cosmic', 'Somebody’s own', 'uploaded')])[0]?.[0]).toBe('cosmic')
})

describe('images of other sources that MAAS also imports from the new source', () => {
  const spec = { url: MIRROR, ...KEYRINGS.file }
  const other = { ...large, url: STABLE, selections: [JAMMY] }
  const againOf = (version: string, ...sources: GivenSource[]) => {
    const states = having(...sources)
    const catalogues = new Map(states.map(({ source }) => [source.id, OFFERED]))
    const { again, lost } = plan(states, spec, { version, catalogues })
    expect(lost).toEqual([])
    return again.length
  }

  test.each<[string, string, GivenSource[], number]>([
    ['none of the source itself', '3.5.13', [large], 0],
    ['those that another source selects', '3.5.13', [{ ...large, selections: [] }, other], 1],
    ['none with MAAS 3.8', '3.8.0', [large, other], 0],
  ])('%s', (_, version, sources, count) => {
    expect(againOf(version, ...sources)).toBe(count)
  })
})

test('an undo does not take another source for the one that is gone', () => {
  const { target } = plan(having(large), { url: STABLE, ...KEYRINGS.file }, { restores: [JAMMY] }, null)
  expect(target).toMatchObject({ replaces: null, selections: [JAMMY] })
})

describe('a source from which nothing would be selected', () => {
  const bare = (): SourceState[] => statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [] }]))
  const spec = { url: MIRROR, ...KEYRINGS.file }
  const loader = { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7 }

  test.each<[string, FilesAnswer | null]>([
    ['whatever is known about files', null],
    ['based on its files', { complete: true, resources: [] }],
  ])('is imported completely if it has no bootloaders, and the cost shows it, %s', (_, files) => {
    expect(plan(bare(), spec, { files })).toMatchObject({
      everything: { images: 5, bytes: 500 },
      cost: { download: 500 },
    })
  })

  test.each<[string, Asked]>([
    ['has bootloaders', { catalogue: { ...OFFERED, bootloaders: [loader] } }],
    ['belongs to MAAS 3.8', { version: '3.8.0' }],
    ['offers nothing', { catalogue: { ...OFFERED, releases: [] } }],
  ])('is not imported completely if it %s', (_, asked) => {
    expect(plan(bare(), spec, asked)).toMatchObject({ everything: null, cost: { download: 0 } })
  })

  test('with a selection, only the selected images are imported', () => {
    const sources = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [JAMMY] }]))
    expect(plan(sources, spec).everything).toBeNull()
  })
})

describe('files that a mirror lists and does not have', () => {
  const mirror = emptyCatalogue({
    releases: OFFERED.releases.map((one) => ({
      ...one,
      arches: one.arches.map((arch) => ({ ...arch, absent: true as const })),
    })),
  })
  const partial = { url: MIRROR, ...KEYRINGS.file }
  const mirrored = { ...partial, selections: [JAMMY] }
  const replaced = { ...large, selections: [JAMMY] }
  const complete = { url: STABLE, ...KEYRINGS.file, selections: [NOBLE] }
  const inSnap = { ...complete, keyring_filename: SNAP_KEYRING }

  /** Whether they stay absent if this one of two sources becomes, or is, the mirror. */
  const absentWith = (both: readonly GivenSource[], changed: GivenSource, asked: Asked) => {
    const sources = having(...both)
    const catalogues = new Map(sources.map(({ source }) => [source.id, OFFERED]))
    const old = sources.find(({ source }) => source.url === changed.url)
    const { comparison } = plan(sources, partial, { catalogue: mirror, catalogues, ...asked }, old)
    return comparison.selected[0]?.images.map((image) => image.absent)
  }

  test.each<[string, true | undefined]>([
    ['3.7.2', undefined],
    ['3.8.0', true],
  ])('MAAS %s takes them from another source, or not, in whatever order it reads', (version, absent) => {
    expect(absentWith([mirrored, complete], mirrored, { version })).toEqual([absent])
    expect(absentWith([complete, replaced], replaced, { version })).toEqual([absent])
  })

  test.each<[string, [GivenSource, GivenSource], true | undefined, order?: number[]]>([
    ['takes the place of the older one: MAAS then reads it last', [replaced, complete], undefined],
    ['takes the place of the newer one', [complete, replaced], undefined],
    ['takes the place of the one that is read first', [complete, replaced], undefined, [2, 1]],
    ['is created instead of the older one', [{ ...replaced, ...KEYRINGS.data }, complete], undefined],
    ['stays the older one', [mirrored, complete], true],
    ['stays the newer one', [complete, mirrored], undefined],
    ['stays the older one, which was updated before', [mirrored, complete], undefined, [2, 1]],
    ['stays the newer one, and the other one was updated before', [complete, mirrored], true, [2, 1]],
    ['takes a place beside the default source of a snap, which each import moves', [replaced, inSnap], true],
    ['stays the newer one beside the default source of a snap', [inSnap, mirrored], true],
    ['stays the older one beside that source, which was read first', [mirrored, inSnap], true, [2, 1]],
  ])(
    'MAAS 3.4 takes them from another source that it reads first: the mirror %s',
    (_, both, absent, order) => {
      const changed = both.find(({ url }) => url !== STABLE) ?? replaced
      const asked = { version: '3.4.10', ...(order && { sourceOrder: order }) }
      expect(absentWith(both, changed, asked)).toEqual([absent])
    },
  )
})
