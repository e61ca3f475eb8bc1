import { describe, expect, test } from 'vitest'
import type { Catalogue } from '#contract/gateway.ts'
import {
  aCatalogue,
  ALL_OF,
  anImage,
  anOffer,
  aRegion,
  aRelease,
  centosRelease,
  draftOf,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import { hazardsOf } from './hazards.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { summarize } from './summary.ts'
import { buildTable } from '#features/images/table/table.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import type { Wanted } from '#selections/wanted.ts'
import type { ReleaseId } from '#selections/keys.ts'

const CONTEXT = { commissioningRelease: 'jammy', defaultOs: 'ubuntu', defaultRelease: 'jammy' }
const bare = aCatalogue([aRelease(), jammyRelease, centosRelease])
const stream: Catalogue = {
  ...bare,
  bootloaders: [
    { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7, files: [[7, 'grub']] },
  ],
}
const GA: Wanted = { ...ALL_OF('amd64'), subarches: ['ga-24.04'] }

type Selections = readonly (readonly [ReleaseId, Wanted])[]

/** Of a region with these selections; nothing is known of its files. */
function summaryOf(
  selections: Selections,
  draft: Draft,
  part: Partial<TableInput> = {},
  context: Partial<typeof CONTEXT> = {},
  version = '3.5.13',
) {
  const wanted = [...selections.map(([id]) => id), ...draft.values()]
  const region = aRegion(
    selections,
    [...new Set([1, ...wanted.map(({ sourceId }) => sourceId)])].sort((a, b) => a - b),
  )
  const catalogues =
    part.catalogues ??
    new Map([
      [1, stream],
      [2, stream],
    ])
  const table = buildTable({
    ...region,
    catalogues,
    images: [],
    draft,
    importing: false,
    kernelsFiltered: true,
    syncsSelections: false,
    lastByteAt: new Map(),
    now: 0,
    ...CONTEXT,
    ...part,
  })
  const sources = region.sources.map(({ source }) => source)
  const hazards = hazardsOf({ version, sources, catalogues, saved: region.saved, draft })
  return summarize(table, draft, region.saved, { ...CONTEXT, ...context }, null, hazards)
}

const JAMMY = [jammy, ALL_OF('amd64')] as const

describe('what is added', () => {
  test('is named, with the bytes of the chosen kernels', () => {
    const { add, remove, kernels, arches, downloadBytes } = summaryOf([JAMMY], draftOf([noble, null, GA]))
    expect(add).toEqual([
      {
        key: '1/ubuntu/noble/amd64',
        id: noble,
        os: 'Ubuntu',
        release: '24.04 LTS',
        arch: 'amd64',
        name: 'Ubuntu 24.04 LTS, amd64',
        detail: 'version 20260901, kernel ga-24.04',
        bytes: 400,
      },
    ])
    expect([remove, kernels, arches, downloadBytes]).toEqual([[], [], [], 400])
  })

  test('includes every kernel if MAAS does not filter', () => {
    const draft = draftOf([noble, null, GA])
    expect(summaryOf([JAMMY], draft, { kernelsFiltered: false }).downloadBytes).toBe(500)
  })

  test('does not count files that the region already holds in that version', () => {
    const draft = draftOf([noble, null, ALL_OF('amd64')])
    const images = [
      anImage([
        ['ga-24.04', '20260901'],
        ['hwe-24.04', '20260801'],
      ]),
    ]
    expect(summaryOf([JAMMY], draft, { images }).downloadBytes).toBe(100)
    expect(summaryOf([JAMMY], draft, { images: [anImage()] }).downloadBytes).toBe(0)
    const older = [anImage([['ga-24.04', '20260801']])]
    expect(summaryOf([JAMMY], draft, { images: older }).downloadBytes).toBe(500)
  })

  test('counts every architecture that * covers, and says that it is all', () => {
    const { add, arches, downloadBytes } = summaryOf([JAMMY], draftOf([noble, null, ALL_OF('*')]))
    expect(add.map(({ arch }) => arch)).toEqual(['amd64', 'arm64'])
    expect(arches).toMatchObject([
      { name: 'Ubuntu 24.04 LTS', detail: 'all architectures, including future ones' },
    ])
    expect(downloadBytes).toBe(1_000)
  })
})

test('where there are several sources, each change names its own', () => {
  const second: ReleaseId = { ...noble, sourceId: 2 }
  const { add } = summaryOf([[noble, ALL_OF('amd64')]], draftOf([second, null, ALL_OF('amd64')]))
  expect(add.map(({ name }) => name)).toEqual(['Ubuntu 24.04 LTS from source-2.example.com, amd64'])
})

describe('what is removed', () => {
  const saved = [JAMMY, [noble, ALL_OF('amd64')]] as const
  const draft = draftOf([noble, ALL_OF('amd64'), null])

  test('frees what the region holds of it', () => {
    const { remove, freedBytes, downloadBytes } = summaryOf(saved, draft, { images: [anImage()] })
    expect(remove).toMatchObject([
      { name: 'Ubuntu 24.04 LTS, amd64', detail: 'version 20260901', bytes: 500 },
    ])
    expect([freedBytes, downloadBytes]).toEqual([500, 0])
  })

  test('frees nothing if nothing of it is downloaded', () => {
    const { remove, freedBytes } = summaryOf(saved, draft)
    expect(remove).toMatchObject([{ detail: 'not downloaded yet', bytes: 0 }])
    expect(freedBytes).toBe(0)
  })

  test('frees what arrived of a download', () => {
    const half = anImage([['ga-24.04', null, '20260901']], {
      heldBytes: 0,
      incoming: { bytes: 400, done: 150 },
    })
    expect(summaryOf(saved, draft, { images: [half] }).freedBytes).toBe(150)
  })

  test('is estimated by the source while the image is not read', () => {
    const unread = anImage([['ga-24.04', null]], { known: false, heldBytes: 0 })
    expect(summaryOf(saved, draft, { images: [unread] }).freedBytes).toBe(500)
  })

  test('frees nothing that another source still supplies', () => {
    const second = { ...noble, sourceId: 2 }
    const both = [JAMMY, [noble, ALL_OF('amd64')], [second, ALL_OF('amd64')]] as const
    const { remove, freedBytes } = summaryOf(both, draft, { images: [anImage()] })
    expect(remove).toHaveLength(1)
    expect(freedBytes).toBe(0)
  })

  test('and added at another source in the same version needs no download', () => {
    const moved = draftOf([noble, ALL_OF('amd64'), null], [{ ...noble, sourceId: 2 }, null, ALL_OF('amd64')])
    const { add, remove, downloadBytes, freedBytes } = summaryOf(saved, moved, { images: [anImage()] })
    expect([add.length, remove.length, downloadBytes, freedBytes]).toEqual([1, 1, 0, 0])
  })
})

describe('other kernels', () => {
  test('fewer of them free the files that no kept one uses', () => {
    const summary = summaryOf([JAMMY, [noble, ALL_OF('amd64')]], draftOf([noble, null, GA]), {
      images: [anImage()],
    })
    expect(summary.kernels).toMatchObject([
      {
        name: 'Ubuntu 24.04 LTS',
        arch: null,
        detail: 'kernel ga-24.04 (now all kernels, including future ones)',
        bytes: 0,
      },
    ])
    expect([summary.add, summary.remove, summary.downloadBytes, summary.freedBytes]).toEqual([[], [], 0, 100])
  })

  test('more of them download only their own files', () => {
    const images = [anImage([['ga-24.04', '20260901']])]
    const summary = summaryOf([JAMMY, [noble, GA]], draftOf([noble, GA, ALL_OF('amd64')]), { images })
    expect([summary.downloadBytes, summary.freedBytes]).toEqual([100, 0])
  })

  test('do not count what the saved kernels have to download anyway', () => {
    const summary = summaryOf([JAMMY, [noble, GA]], draftOf([noble, GA, ALL_OF('amd64')]))
    expect(summary.downloadBytes).toBe(100)
  })

  test('change nothing where MAAS imports all of them', () => {
    const summary = summaryOf([JAMMY, [noble, ALL_OF('amd64')]], draftOf([noble, null, GA]), {
      images: [anImage()],
      kernelsFiltered: false,
    })
    expect([summary.kernels.length, summary.downloadBytes, summary.freedBytes]).toEqual([1, 0, 0])
  })

  test('the bytes of a shared file count only once', () => {
    const draft = draftOf([noble, GA, ALL_OF('amd64', 'arm64')])
    const images = [anImage([['ga-24.04', '20260901']])]
    const { add, kernels, downloadBytes } = summaryOf([JAMMY, [noble, GA]], draft, { images })
    expect([add, kernels].map((changes) => changes.map(({ bytes }) => bytes))).toEqual([[500], [100]])
    expect(downloadBytes).toBe(600)
  })
})

test('a change from all architectures to a list is shown without bytes', () => {
  const draft = draftOf([noble, ALL_OF('*'), ALL_OF('amd64', 'arm64')])
  const { add, remove, arches, downloadBytes } = summaryOf([JAMMY, [noble, ALL_OF('*')]], draft)
  expect(arches).toMatchObject([
    { detail: 'only amd64, arm64 (now all architectures, including future ones)' },
  ])
  expect([add, remove, downloadBytes]).toEqual([[], [], 0])
})

describe('warnings', () => {
  const kindsOf = (...args: Parameters<typeof summaryOf>) =>
    summaryOf(...args).warnings.map(({ kind }) => kind)
  const NOBLE = [noble, ALL_OF('amd64')] as const
  const other = { defaultRelease: 'noble' }

  test('there are none for an addition beside the commissioning release', () => {
    expect(kindsOf([JAMMY], draftOf([noble, null, ALL_OF('amd64')]))).toEqual([])
  })

  test('there are none while nothing is selected, neither in MAAS nor in the draft', () => {
    expect(kindsOf([], draftOf())).toEqual([])
  })

  test('the commissioning release would be dropped', () => {
    const draft = draftOf([jammy, ALL_OF('amd64'), null])
    expect(kindsOf([JAMMY, NOBLE], draft, {}, other)).toEqual(['commissioning-dropped'])
    const [warning] = summaryOf([JAMMY, NOBLE], draft).warnings
    expect(warning?.text).toMatch(/^Ubuntu 22\.04 LTS is the commissioning release/)
    expect(warning?.text).toContain('choose another commissioning release in Default images')
  })

  test('the commissioning release is absent, before and after', () => {
    expect(kindsOf([NOBLE], draftOf(), {}, other)).toEqual(['commissioning-absent'])
    expect(kindsOf([], draftOf([noble, null, ALL_OF('amd64')]))).toEqual(['commissioning-absent'])
  })

  test('an unknown commissioning release causes no warning', () => {
    expect(kindsOf([NOBLE], draftOf(), {}, { commissioningRelease: '', defaultRelease: '' })).toEqual([])
  })

  test('a release that only moves to another source is not dropped', () => {
    const draft = draftOf([jammy, ALL_OF('amd64'), null], [{ ...jammy, sourceId: 2 }, null, ALL_OF('amd64')])
    expect(kindsOf([JAMMY, [{ ...noble, sourceId: 2 }, ALL_OF('amd64')]], draft)).toEqual([])
  })

  test('machines of one architecture could no longer be commissioned', () => {
    const draft = draftOf([jammy, ALL_OF('amd64', 'arm64'), ALL_OF('amd64')])
    const { warnings } = summaryOf([[jammy, ALL_OF('amd64', 'arm64')]], draft)
    expect(warnings.map(({ kind }) => kind)).toEqual(['commissioning-arch'])
    expect(warnings[0]?.text).toContain('Without its images for arm64')
  })

  test('the last image of all would be cleared, which is the only warning then', () => {
    expect(kindsOf([JAMMY], draftOf([jammy, ALL_OF('amd64'), null]))).toEqual(['nothing-left'])
  })

  test('the release machines get by default would be dropped', () => {
    const draft = draftOf([noble, ALL_OF('amd64'), null])
    expect(kindsOf([JAMMY, NOBLE], draft, {}, other)).toEqual(['default-dropped'])
    expect(kindsOf([JAMMY, NOBLE], draft)).toEqual([])
  })

  describe('do not depend on what could be read of files and sources', () => {
    const last = draftOf([jammy, ALL_OF('amd64'), null])
    const narrower = draftOf([noble, ALL_OF('amd64', 'arm64'), ALL_OF('amd64')])
    const unread = { catalogues: new Map([[2, stream]]) }

    test('MAAS 3.8 deletes a release to clear one of its architectures', () => {
      const selections = [JAMMY, [noble, ALL_OF('amd64', 'arm64')]] as const
      for (const part of [{}, unread])
        expect(kindsOf(selections, narrower, part, {}, '3.8.0')).toEqual(['recreated'])
    })

    test('if nothing is selected, MAAS imports everything from a source without bootloaders', () => {
      const { warnings } = summaryOf([JAMMY], last, { catalogues: new Map([[1, bare]]) })
      // the commissioning release cannot be cleared
      expect(warnings.map(({ kind }) => kind)).toEqual(['commissioning-dropped', 'whole-source'])
      expect(warnings[1]?.text).toContain('MAAS imports everything that source-1.example.com offers')
    })

    test('a source that was not read may have no bootloaders', () => {
      const { warnings } = summaryOf([JAMMY], last, unread)
      expect(warnings.map(({ kind }) => kind)).toEqual(['nothing-left', 'whole-source'])
      expect(warnings[1]).toMatchObject({
        text: expect.stringContaining('If the source has no bootloaders, MAAS imports everything'),
        link: { to: '/sources/1/delete' },
      })
    })
  })

  test('a release that the table does not list has the name that MAAS has for it', () => {
    const { warnings } = summaryOf([NOBLE], draftOf(), {}, { ...other, commissioningRelease: 'questing' })
    expect(warnings[0]?.text).toMatch(/^Ubuntu “questing” is the commissioning release/)
  })
})

describe('a cleared image that its source could not supply again', () => {
  const questing = { ...noble, release: 'questing' }
  const held = [
    anImage([['ga-25.10', '20260101']], { release: 'questing', title: 'Ubuntu 25.10', heldBytes: 42 }),
  ]
  const clear = draftOf([questing, ALL_OF('amd64'), null])
  const cleared = (part: Partial<TableInput>, version?: string) =>
    summaryOf([JAMMY, [questing, ALL_OF('amd64')]], clear, part, {}, version)
  const offering = (part: Parameters<typeof anOffer>[0]) =>
    new Map([[1, aCatalogue([jammyRelease, aRelease({ release: 'questing', arches: [anOffer(part)] })])]])
  const kernels = [{ name: 'ga-25.10', subarch: 'ga-25.10', flavour: 'generic' }]

  test('is removed with its bytes, and Review says that it cannot come back', () => {
    const { remove, warnings } = cleared({ images: held })
    expect(remove).toMatchObject([{ name: 'Ubuntu 25.10, amd64', bytes: 42 }])
    expect(warnings).toEqual([
      {
        kind: 'lost',
        text: 'The source no longer offers Ubuntu 25.10, amd64. After MAAS removes it, it cannot be downloaded from this source again.',
      },
    ])
  })

  test('or lists it without its files', () => {
    const { warnings } = cleared({ images: held, catalogues: offering({ kernels, absent: true }) })
    expect(warnings.map(({ text }) => text)).toEqual([
      'The source does not have all files of Ubuntu 24.04 LTS, amd64. After MAAS removes it, it cannot be downloaded from this source again.',
    ])
  })

  test('also in MAAS 3.8', () => {
    const part = { images: held, kernelsFiltered: false, syncsSelections: true }
    expect(cleared(part, '3.8.0').warnings.map(({ kind }) => kind)).toContain('lost')
  })

  test.each<[string, Partial<TableInput>]>([
    ['it offers it', { images: held, catalogues: offering({ kernels }) }],
    ['the image is not downloaded yet', { images: [] }],
    ['the source has not been read', { images: held, catalogues: new Map() }],
  ])('no warning where %s', (_, part) => {
    expect(cleared(part).warnings.map(({ kind }) => kind)).not.toContain('lost')
  })
})

test('files that the offer shares between kernels are counted once over the whole draft', () => {
  const wide = anOffer({ files: [[300, [0, 1]]] })
  const catalogues = new Map([[1, aCatalogue([jammyRelease, aRelease({ arches: [wide] })])]])
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(summaryOf([JAMMY], draft, { catalogues }).downloadBytes).toBe(300)
})
