import { describe, expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { Catalogue, FilesAnswer, Image } from '#contract/gateway.ts'
import { OFFERED, regionAnswer, releaseOf } from '#testing/catalogue.ts'
import { carryOut, regionWith, statesOf, type Given } from '#testing/region.ts'
import { JAMMY, KEYRINGS, NOBLE, select } from '#testing/faults/whole-change.ts'
import { DROP, KEEP, type Choice } from './choices.ts'
import { specOf, type SourceSpec, type SourceState, type SourceTarget } from './model.ts'
import { sourcePlan } from './source-plan.ts'
import { contentOf } from './change-progress.ts'

const LARGE = 'http://mirror.example.com/large/'
const MIRROR = 'http://mirror.example.com/ubuntu/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const IN_USE = 'This is the source in use, with the same keyring: nothing would change.'
const writtenAs = (url: string) =>
  `The region has this source already, written ${url}: MAAS would read it twice.`
const TWICE = 'The region has this source already.'

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
  }: Asked = {},
  old = sources[0] ?? null,
) =>
  sourcePlan(
    {
      region: regionAnswer(version),
      sources,
      old,
      present: OFFERED,
      spec,
      extras: undefined,
      catalogue,
      images,
      files,
      catalogues,
      restores: restores ?? null,
    },
    new Map(choices),
  )

const NEVER = { id: 0, created: '', updated: '' }

const having = (...sources: Given[]) => statesOf(regionWith(sources))
const large = { url: LARGE, ...KEYRINGS.file, selections: [NOBLE, JAMMY] }

describe('Whether a change may be made:', () => {
  const twice = [large, { ...large, url: LARGE.slice(0, -1) }]
  test.each<[string, Given[], SourceSpec, string | null, Asked?]>([
    ['the same source', [large], { url: LARGE, ...KEYRINGS.file }, IN_USE],
    ['the same with another slash', [large], { url: LARGE.slice(0, -1), ...KEYRINGS.file }, IN_USE],
    [
      'the same keyring data, in lines',
      [{ ...large, ...KEYRINGS.data }],
      { url: LARGE, keyring_filename: '', keyring_data: 'mQEN\nBA==' },
      IN_USE,
    ],
    [
      'the same keyring data, as armour',
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
    ['its keyring, where its twin is there, too', twice, { url: LARGE, ...KEYRINGS.data }, null],
    ['its former selection', [large], { url: LARGE, ...KEYRINGS.file }, null, { restores: [JAMMY] }],
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

  test('a source that is there is not added again, one that is not is', () => {
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

describe('What the change leads to:', () => {
  test('the source that was read, with the selections of now, in the place of the old one', () => {
    const { target, rules } = plan(having(large), { url: MIRROR, ...KEYRINGS.file })
    expect(target).toMatchObject({
      spec: { url: MIRROR, ...KEYRINGS.file },
      selections: [NOBLE, JAMMY],
      replaces: 1,
    })
    expect(rules).toEqual({ inPlace: true, commissioning: 'ubuntu/jammy', deletesImmediately: false })
  })

  test('the keyring data in the form MAAS reads', () => {
    const spec = { url: MIRROR, keyring_filename: '', keyring_data: '-----BEGIN…' }
    expect(plan(having(large), spec, { catalogue: withData('mQENBA==') }).target.spec).toEqual({
      url: MIRROR,
      ...KEYRINGS.data,
    })
  })

  test('its address stays as MAAS has it when only the slash is another one', () => {
    const sources = having({ ...large, url: LARGE.slice(0, -1) })
    expect(plan(sources, { url: LARGE, ...KEYRINGS.data }).target.spec?.url).toBe(LARGE.slice(0, -1))
  })

  test('a source with keyring data is made anew for a file, updated for other data', () => {
    const sources = having({ ...large, ...KEYRINGS.data })
    expect(plan(sources, { url: MIRROR, ...KEYRINGS.file }).rules.inPlace).toBe(false)
    expect(plan(sources, { url: MIRROR, ...KEYRINGS.data }).rules.inPlace).toBe(true)
  })

  test.each<[string, Given, Choice | null, SourceTarget['selections']]>([
    ['in place a release that is missing is kept', large, null, [NOBLE, JAMMY]],
    ['in place it is dropped by choice', large, DROP, [JAMMY]],
    ['made anew it is dropped', { ...large, ...KEYRINGS.data }, null, [JAMMY]],
    ['made anew it cannot be kept', { ...large, ...KEYRINGS.data }, KEEP, [JAMMY]],
  ])('%s', (_, source, choice, selections) => {
    const catalogue = emptyCatalogue({ releases: [releaseOf('jammy', 'amd64')] })
    const choices: [string, Choice][] = choice ? [['ubuntu/noble', choice]] : []
    const { target } = plan(having(source), { url: MIRROR, ...KEYRINGS.file }, { catalogue, choices })
    expect(target.selections).toEqual(selections)
  })
})

describe('A way back takes what MAAS will take, and the region does:', () => {
  const restored = (
    now: Given,
    spec: SourceSpec,
    restores: SourceTarget['selections'],
    asked: Asked = {},
  ) => {
    const region = regionWith([now], { firstId: 4, version: asked.version ?? '3.5.13' })
    const { target, lost } = plan(statesOf(region), spec, { ...asked, restores })
    const end = carryOut(region, target).at(-1)?.now ?? []
    // address, keyring and selections; a name of MAAS 3.8 is not what this is about
    const source = { ...(target.spec ?? spec), selections: target.selections }
    expect(contentOf(end.map((state) => ({ ...state, source: { ...specOf(state.source), ...NEVER } })))).toBe(
      contentOf(statesOf(regionWith([source]))),
    )
    return { selections: target.selections, lost }
  }

  test('in place all that was, also what no source offers but is still selected', () => {
    const wide = select('jammy', 'amd64', 's390x')
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [COSMIC, wide, NOBLE] }
    const former = [COSMIC, wide, select('focal', 'arm64')]
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, former)).toEqual({ selections: former, lost: [] })
  })

  test('in place, what is not offered and not selected any more is lost', () => {
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [JAMMY] }
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, [COSMIC, JAMMY])).toEqual({
      selections: [JAMMY],
      lost: ['ubuntu/cosmic'],
    })
  })

  test('made anew, what is not offered is lost: a release, an architecture', () => {
    const now = { url: MIRROR, ...KEYRINGS.data, selections: [COSMIC, JAMMY] }
    const former = [COSMIC, select('jammy', 'amd64', 's390x'), NOBLE]
    expect(restored(now, { url: STABLE, ...KEYRINGS.file }, former)).toEqual({
      selections: [JAMMY, NOBLE],
      lost: ['ubuntu/cosmic'],
    })
  })

  test('the commissioning release stays where MAAS does not let it go', () => {
    const now = { url: MIRROR, ...KEYRINGS.file, selections: [JAMMY, NOBLE] }
    const back = { url: STABLE, ...KEYRINGS.file }
    expect(restored(now, back, [NOBLE]).selections).toEqual([NOBLE, JAMMY])
    expect(restored({ ...now, ...KEYRINGS.data }, back, [NOBLE]).selections).toEqual([NOBLE])
    const slashless = { url: STABLE.slice(0, -1), ...KEYRINGS.file }
    expect(
      restored({ ...now, url: MIRROR.slice(0, -1) }, slashless, [NOBLE], { version: '3.8.0' }).selections,
    ).toEqual([NOBLE])
  })

  test('a deleted source that MAAS has put back itself gets its selection again', () => {
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

  test('what it makes of each selection of now is told: it stays, changes, goes, comes again', () => {
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

test('a release that no source lists is called as MAAS calls its images, and has what comes nearest to that', () => {
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

describe('a source of which nothing would be selected', () => {
  const bare = (): SourceState[] => statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [] }]))
  const spec = { url: MIRROR, ...KEYRINGS.file }
  const loader = { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7 }

  test.each<[string, FilesAnswer | null]>([
    ['whatever is known of files', null],
    ['by its files', { complete: true, resources: [] }],
  ])('is imported whole where it has no bootloaders: that is what it costs, %s', (_, files) => {
    expect(plan(bare(), spec, { files })).toMatchObject({
      everything: { images: 5, bytes: 500 },
      cost: { download: 500 },
    })
  })

  test.each<[string, Asked]>([
    ['has bootloaders', { catalogue: { ...OFFERED, bootloaders: [loader] } }],
    ['belongs to MAAS 3.8', { version: '3.8.0' }],
    ['offers nothing', { catalogue: { ...OFFERED, releases: [] } }],
  ])('is not imported where it %s', (_, asked) => {
    expect(plan(bare(), spec, asked)).toMatchObject({ everything: null, cost: { download: 0 } })
  })

  test('with a selection only that is imported', () => {
    const sources = statesOf(regionWith([{ url: LARGE, ...KEYRINGS.file, selections: [JAMMY] }]))
    expect(plan(sources, spec).everything).toBeNull()
  })
})

test.each([
  ['3.7.2', [undefined]],
  ['3.8.0', [true]],
])('of what a mirror does not hold, MAAS %s takes files from a further source or not', (version, absent) => {
  const sources = having({ ...large, selections: [JAMMY] }, { ...large, url: STABLE })
  const mirror = emptyCatalogue({
    releases: OFFERED.releases.map((one) => ({
      ...one,
      arches: one.arches.map((arch) => ({ ...arch, absent: true as const })),
    })),
  })
  const catalogues = new Map(sources.map(({ source }) => [source.id, OFFERED]))
  const { comparison } = plan(
    sources,
    { url: MIRROR, ...KEYRINGS.file },
    { version, catalogue: mirror, catalogues },
  )
  expect(comparison.selected[0]?.images.map((image) => image.absent)).toEqual(absent)
})
