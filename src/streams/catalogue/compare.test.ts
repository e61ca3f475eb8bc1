import { describe, expect, test } from 'vitest'
import type { HeldFacts } from '#selections/held-facts.ts'
import type { StreamCatalogue } from './catalogue.ts'
import { compareCatalogues } from './compare.ts'
import type { WantedRelease } from '#selections/wanted.ts'

type Release = StreamCatalogue['releases'][number]
type Arch = Release['arches'][number]

/** Both kernels share a squashfs of 300 bytes; each has a kernel and an initrd of 100 bytes. */
const arch = (name: string, version: string, part: Partial<Arch> = {}): Arch => ({
  arch: name,
  label: 'stable',
  version,
  kernels: [
    { name: 'ga', subarch: 'ga-24.04', flavour: 'generic' },
    { name: 'hwe', subarch: 'hwe-24.04', flavour: 'generic' },
  ],
  files: [
    [300, [0, 1], 'root'],
    [100, [0], 'ga'],
    [100, [1], 'hwe'],
  ],
  ...part,
})
const release = (name: string, version: string, arches: Arch[], part: Partial<Release> = {}): Release => ({
  os: 'ubuntu',
  release: name,
  title: `${version} LTS`,
  codename: name,
  lts: true,
  version,
  supportEol: null,
  arches,
  ...part,
})
const wants = (name: string, ...arches: string[]): WantedRelease => ({
  os: 'ubuntu',
  release: name,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const of = (...releases: Release[]) => ({ releases })
const compare = (
  before: ReturnType<typeof of> | null,
  after: ReturnType<typeof of>,
  selections: WantedRelease[],
  kernelsFiltered = true,
) => compareCatalogues(before, after, selections, { kernelsFiltered })

describe('an image is', () => {
  test.each<[string, string | null, string | null, string]>([
    ['kept', '20260706', '20260706', 'kept'],
    ['newer', '20260706', '20260801', 'newer'],
    ['older', '20260706', '20260610', 'older'],
    ['newer by byte order, not by number', '20260706.9', '20260706.10', 'older'],
    ['missing', '20260706', null, 'missing'],
    ['added', null, '20260801', 'added'],
    ['also missing when neither source has it', null, null, 'missing'],
  ])('%s: from %s to %s', (_, old, fresh, kind) => {
    const at = (version: string | null) =>
      of(release('noble', '24.04', version === null ? [arch('arm64', '1')] : [arch('amd64', version)]))
    const [found] = compare(at(old), at(fresh), [wants('noble', 'amd64')]).selected[0]?.images ?? []
    expect(found).toMatchObject({ arch: 'amd64', kind, before: old, after: fresh })
  })

  test.each(['generic', 'ga-22.04'])(
    'found by the subarch %s, which one of its kernels supports',
    (subarch) => {
      const noble = arch('amd64', '20260706', { kernelsFor: { generic: [0], 'ga-22.04': [0] } })
      const source = of(release('noble', '24.04', [noble]))
      const wanted = { ...wants('noble', 'amd64'), subarches: [subarch] }
      const [found] = compare(source, source, [wanted]).selected[0]?.images ?? []
      expect(found).toMatchObject({ kind: 'kept', bytesAfter: 400 })
    },
  )

  test('of the version of the wanted kernels, even if another kernel has a newer one', () => {
    const at = (version: string, hwe: string) => {
      const [ga, edge] = arch('amd64', version).kernels
      const kernels = ga && edge ? [ga, { ...edge, version: hwe }] : []
      return of(release('noble', '24.04', [arch('amd64', version, { kernels })]))
    }
    const wanted = { ...wants('noble', 'amd64'), subarches: ['hwe-24.04'] }
    const images = (filtered: boolean) =>
      compare(at('20260101', '20250101'), at('20260202', '20250101'), [wanted], filtered).selected[0]?.images
    expect(images(true)).toMatchObject([{ kind: 'kept', before: '20250101', after: '20250101' }])
    expect(images(false)).toMatchObject([{ kind: 'newer', before: '20260101', after: '20260202' }])
  })

  test('offered, if the current source cannot be read', () => {
    const { selected, onlyAfter } = compare(null, of(release('noble', '24.04', [arch('amd64', '2')])), [
      wants('noble', 'amd64'),
    ])
    expect(selected[0]?.images).toEqual([
      { arch: 'amd64', kind: 'offered', before: null, after: '2', bytesBefore: 0, bytesAfter: 500 },
    ])
    expect(onlyAfter).toEqual([])
  })
})

test('* takes the architectures of both sources', () => {
  const before = of(release('noble', '24.04', [arch('amd64', '1'), arch('armhf', '1')]))
  const after = of(release('noble', '24.04', [arch('amd64', '1'), arch('arm64', '1')]))
  const { selected } = compare(before, after, [wants('noble', '*')])
  expect(selected[0]?.images.map(({ arch: name, kind }) => [name, kind])).toEqual([
    ['amd64', 'kept'],
    ['armhf', 'missing'],
    ['arm64', 'added'],
  ])
})

test.each<[string, Partial<WantedRelease>, boolean, number]>([
  ['all kernels', {}, true, 500],
  ['one kernel and what it shares', { subarches: ['hwe-24.04'] }, true, 400],
  ['all of them if MAAS does not filter', { subarches: ['hwe-24.04'] }, false, 500],
])('bytes are those of %s', (_, part, filtered, bytes) => {
  const one = of(release('noble', '24.04', [arch('amd64', '1')]))
  const two = of(release('noble', '24.04', [arch('amd64', '2')]))
  const [image] =
    compare(one, two, [{ ...wants('noble', 'amd64'), ...part }], filtered).selected[0]?.images ?? []
  expect([image?.bytesBefore, image?.bytesAfter]).toEqual([bytes, bytes])
})

test.each<[string, Partial<WantedRelease>]>([
  ['a kernel that is not offered', { subarches: ['hwe-26.04'] }],
  ['a label that is not offered', { labels: ['candidate'] }],
])('an image is missing at a source that has the release without %s', (_, part) => {
  const one = of(release('noble', '24.04', [arch('amd64', '1')]))
  const { selected } = compare(one, one, [{ ...wants('noble', 'amd64'), ...part }])
  expect(selected[0]?.images[0]?.kind).toBe('missing')
})

describe('the current source has the older label of a kernel, and the other source has both labels', () => {
  const ga = { name: 'ga', subarch: 'ga-24.04', flavour: 'generic' }
  const stable = { ...ga, version: '1' }
  const candidate = { ...ga, label: 'candidate' }
  const before = of(release('noble', '24.04', [arch('amd64', '1')]))
  const after = (...kernels: Arch['kernels']) =>
    of(
      release('noble', '24.04', [
        arch('amd64', '2', {
          kernels,
          files: kernels.map(({ label }, at) => [label ? 700 : 500, [at], label ?? 'root']),
        }),
      ]),
    )

  test.each<[string, Arch['kernels'], string[], string, string | null, number]>([
    ['all labels take the last one', [stable, candidate], ['*'], 'newer', '2', 700],
    ['all labels take the last one in the other order', [candidate, stable], ['*'], 'kept', '1', 500],
    ['stable takes stable', [stable, candidate], ['stable'], 'kept', '1', 500],
    ['stable takes stable in the other order', [candidate, stable], ['stable'], 'kept', '1', 500],
    ['candidate is added', [candidate, stable], ['candidate'], 'added', '2', 700],
    ['daily is missing', [stable, candidate], ['daily'], 'missing', null, 0],
  ])('%s', (_, kernels, labels, kind, version, bytes) => {
    const wanted = { ...wants('noble', 'amd64'), labels }
    const [image] = compare(before, after(...kernels), [wanted]).selected[0]?.images ?? []
    expect(image).toMatchObject({ kind, after: version, bytesAfter: bytes })
  })

  test('a file that only the other label lacks does not matter', () => {
    const [release] = after(stable, candidate).releases
    const [one] = release?.arches ?? []
    const lacking = one && { ...one, absent: ['candidate'] }
    const partly = release && lacking ? { releases: [{ ...release, arches: [lacking] }] } : null
    const absent = (...labels: string[]) =>
      partly &&
      compareCatalogues(before, partly, [{ ...wants('noble', 'amd64'), labels }], { kernelsFiltered: true })
        .selected[0]?.images[0]?.absent
    expect([absent('stable'), absent('candidate'), absent('*')]).toEqual([undefined, true, true])
  })
})

test('releases outside the selection are listed by the source that has them', () => {
  const shared = release('noble', '24.04', [arch('amd64', '1')])
  const before = of(shared, release('focal', '20.04', [arch('amd64', '1')]))
  const after = of(shared, release('stalwart', '26.10', [arch('amd64', '1'), arch('arm64', '1')]))
  const { onlyAfter, onlyBefore } = compare(before, after, [wants('noble', 'amd64')])
  expect(onlyAfter).toEqual([
    { os: 'ubuntu', release: 'stalwart', title: '26.10 LTS', arches: ['amd64', 'arm64'] },
  ])
  expect(onlyBefore.map(({ release: name }) => name)).toEqual(['focal'])
})

describe('the closest replacement of a missing release is', () => {
  const lts = (name: string, version: string, ...arches: string[]) =>
    release(
      name,
      version,
      arches.map((one) => arch(one, '1')),
    )
  const short = (name: string, version: string) =>
    release(name, version, [arch('amd64', '1')], { lts: false, title: version })
  const now = of(lts('noble', '24.04', 'amd64', 'arm64'), short('stalwart', '26.10'))

  test.each<[string, Release[], string, string[], string | null]>([
    [
      'an LTS for an LTS',
      [short('oracular', '24.10'), lts('jammy', '22.04', 'amd64')],
      'noble',
      ['amd64'],
      'jammy',
    ],
    [
      'the closest version',
      [lts('bionic', '18.04', 'amd64'), lts('jammy', '22.04', 'amd64')],
      'noble',
      ['amd64'],
      'jammy',
    ],
    [
      'the newer of two equally close versions',
      [lts('jammy', '22.04', 'amd64'), lts('resolute', '26.04', 'amd64')],
      'noble',
      ['amd64'],
      'resolute',
    ],
    [
      'a release that has all missing architectures',
      [lts('jammy', '22.04', 'amd64'), lts('focal', '20.04', 'amd64', 'arm64')],
      'noble',
      ['amd64', 'arm64'],
      'focal',
    ],
    [
      'the closest version, LTS or not, if the missing release is not an LTS',
      [lts('resolute', '26.04', 'amd64'), short('questing', '25.10')],
      'stalwart',
      ['amd64'],
      'resolute',
    ],
    [
      'nothing if no release has the architecture',
      [lts('jammy', '22.04', 'amd64')],
      'noble',
      ['arm64'],
      null,
    ],
    [
      'nothing of another OS',
      [release('8', '8', [arch('amd64', '1')], { os: 'centos' })],
      'noble',
      ['amd64'],
      null,
    ],
  ])('%s', (_, offers, missing, arches, nearest) => {
    const { selected } = compare(now, of(...offers), [wants(missing, ...arches)])
    expect(selected[0]?.nearest?.release ?? null).toBe(nearest)
  })

  test.each<[string, HeldFacts | null, string, string | null]>([
    [
      'by the title and version that the region has',
      { title: '18.10', version: '18.10', lts: false },
      '18.10',
      'bionic',
    ],
    ['the newest LTS if the release is unknown', null, 'cosmic', 'jammy'],
    ['the newest LTS if only its name is known', { title: 'x', version: '', lts: false }, 'x', 'jammy'],
  ])('for a release that no source lists: by %s', (_, facts, title, nearest) => {
    const offers = of(
      lts('bionic', '18.04', 'amd64'),
      lts('jammy', '22.04', 'amd64'),
      short('groovy', '20.10'),
    )
    const held = new Map(facts ? [['ubuntu/cosmic', facts]] : [])
    const { selected } = compareCatalogues(now, offers, [wants('cosmic', 'amd64')], {
      kernelsFiltered: true,
      held,
    })
    expect(selected[0]).toMatchObject({ title, nearest: { release: nearest } })
  })

  test('found with the data of the other source if the current one cannot be read', () => {
    const offers = of(
      lts('focal', '20.04', 'amd64'),
      lts('bionic', '18.04', 'arm64'),
      lts('noble', '24.04', 'arm64'),
    )
    const { selected } = compare(null, offers, [wants('focal', 'amd64', 'arm64')])
    expect(selected[0]?.nearest?.release).toBe('bionic')
  })

  test('not searched for when nothing is missing', () => {
    expect(compare(now, now, [wants('noble', 'amd64')]).selected[0]?.nearest).toBeNull()
  })
})

test('an image whose files the other source lacks is marked, whatever its version', () => {
  const before = of(release('noble', '24.04', [arch('amd64', '1'), arch('arm64', '1')]))
  const absent = { ...arch('amd64', '1'), absent: true as const }
  const after = of(release('noble', '24.04', [absent, arch('arm64', '2')]))
  const { selected } = compareCatalogues(before, after, [wants('noble', '*')], { kernelsFiltered: true })
  expect(selected[0]?.images.map(({ kind, absent: gone }) => [kind, gone])).toEqual([
    ['kept', true],
    ['newer', undefined],
  ])
})

test('an image whose files the other source lacks is not missing if a further source supplies it', () => {
  const absent = (name: string) => ({ ...arch(name, '1'), absent: true as const })
  const after = of(release('noble', '24.04', [absent('amd64'), absent('arm64')]))
  const { selected } = compareCatalogues(null, after, [wants('noble', '*')], {
    kernelsFiltered: true,
    supplied: ({ release: name }, offer) => name === 'noble' && offer.arch === 'arm64',
  })
  expect(selected[0]?.images.map(({ absent: gone }) => gone)).toEqual([true, undefined])
})

test.each<[string, (string | undefined)[], (string | undefined)[], string]>([
  ['the same', ['a', 'b'], ['b', 'a'], 'kept'],
  ['the same as some of the old ones', ['a', 'b'], ['a'], 'kept'],
  ['different', ['a', 'b'], ['a', 'c'], 'changed'],
  ['not known at the new source', ['a', 'b'], ['a', undefined], 'unsure'],
  ['not known at the current source', ['a', undefined], ['a', 'b'], 'unsure'],
  ['not known at either source', [undefined], [undefined], 'unsure'],
  ['partly different, and partly not known', ['a', 'b'], ['c', undefined], 'changed'],
])('the same version with checksums that are %s', (_, old, fresh, kind) => {
  const at = (sums: (string | undefined)[]) =>
    of(release('noble', '24.04', [arch('amd64', '1', { files: sums.map((sum) => [100, [0, 1], sum]) })]))
  const [image] = compare(at(old), at(fresh), [wants('noble', 'amd64')]).selected[0]?.images ?? []
  expect(image?.kind).toBe(kind)
})
