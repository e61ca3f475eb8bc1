import { describe, expect, test } from 'vitest'
import type { Catalogue, FilesAnswer } from '#contract/gateway.ts'
import { buildTable } from '#features/images/table/table.ts'
import type { Draft } from '#features/images/rules/model.ts'
import {
  aCatalogue,
  ALL_OF,
  anOffer,
  aRegion,
  aRelease,
  draftOf,
  jammy,
  jammyRelease,
  noble,
} from '#testing/image-fixtures.ts'
import type { Wanted } from '#selections/wanted.ts'
import { forecastOf } from '#features/images/forecast/forecast.ts'
import { sumText } from '#features/images/forecast/sum-text.ts'
import { summarize } from '#features/images/forecast/summary.ts'

/* What becomes of each image, and the line of Review for it. */

const second = { ...noble, sourceId: 2 }
const GA: Wanted = { ...ALL_OF('amd64'), subarches: ['ga-24.04'] }
const HWE: Wanted = { ...ALL_OF('amd64', 'arm64'), subarches: ['hwe-24.04'] }

type Held = FilesAnswer['resources'][number]

const held = (architecture: string, complete = true, name = 'ubuntu/noble'): Held => ({
  synced: true,
  name,
  architecture,
  sets: [
    {
      version: '20260901',
      label: 'stable',
      complete,
      files: [[`${name} ${architecture}`, 100, complete ? 100 : 40, 'boot-kernel']],
    },
  ],
})

/** GA and HWE with one file each, whose sums the region holds. */
const offer = (arch: string, kernels: readonly string[] = ['ga-24.04', 'hwe-24.04']) =>
  anOffer({
    arch,
    kernels: kernels.map((name) => ({ name, subarch: name, flavour: 'generic' })),
    files: kernels.map((name, index) => [100, [index], `ubuntu/noble ${arch}/${name}`, 'boot-kernel']),
  })
/** A source with bootloaders, so nothing selected means nothing imported. */
const LOADERS: Pick<Catalogue, 'bootloaders'> = {
  bootloaders: [
    { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1', bytes: 7, files: [[7, 'grub']] },
  ],
}
const FULL = aCatalogue([aRelease({ arches: [offer('amd64'), offer('arm64')] }), jammyRelease], LOADERS)

type Selections = Parameters<typeof aRegion>[0]
type Given = {
  readonly selections: Selections
  readonly draft: Draft
  readonly resources?: readonly Held[]
  readonly catalogues?: readonly Catalogue[]
  readonly version?: string
}

/** The lines of Review as "list: image: detail", and the sentence of the save bar. */
function review({ selections, draft, resources = [], catalogues = [FULL], version = '3.5.13' }: Given) {
  const ids = catalogues.map((_, index) => index + 1)
  const region = aRegion(selections, ids)
  const byId = new Map(catalogues.map((one, index) => [index + 1, one]))
  const is38 = version.startsWith('3.8')
  const sources = region.sources.map(({ source, ...one }) => ({
    ...one,
    source: { ...source, ...(is38 && { priority: source.id, enabled: true }) },
  }))
  const table = buildTable({
    ...region,
    sources,
    catalogues: byId,
    images: [],
    draft,
    importing: false,
    kernelsFiltered: !is38,
    syncsSelections: is38,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
  })
  const forecast = forecastOf({
    version,
    sources: sources.map(({ source }) => source),
    catalogues: byId,
    files: { complete: true, resources: [...resources] },
    saved: region.saved,
    draft,
  })
  const context = { commissioningRelease: '', defaultOs: '', defaultRelease: '' }
  const summary = summarize(table, draft, region.saved, context, forecast)
  const lists = ['add', 'already', 'notImported', 'remove', 'cleared', 'kept'] as const
  return {
    lines: lists.flatMap((list) =>
      summary[list].map(({ name, detail, bytes }) => `${list}: ${name}: ${detail}: ${bytes}`),
    ),
    text: sumText(summary).split(' · ')[0],
    warnings: summary.warnings.map(({ text }) => text),
  }
}

const JAMMY = [jammy, ALL_OF('amd64')] as const
const BOTH = [held('amd64/ga-24.04'), held('amd64/hwe-24.04')]

describe('a cleared image', () => {
  const cleared = draftOf([noble, ALL_OF('amd64'), null])

  test('of which another source selects only some kernels stays with those', () => {
    const { lines, text } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64')], [second, GA]],
      draft: cleared,
      resources: BOTH,
      catalogues: [FULL, aCatalogue([aRelease({ arches: [offer('amd64', ['ga-24.04'])] })], LOADERS)],
    })
    expect(lines).toEqual([
      'kept: Ubuntu 24.04 LTS from source-1.example.com, amd64: another source selects it as well. MAAS removes some of its kernels: hwe-24.04: 100',
    ])
    expect(text).toBe('1 cleared image that MAAS keeps')
  })

  test('that is still to come from another source is not removed', () => {
    const { lines } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64')], [second, ALL_OF('amd64')]],
      draft: cleared,
      catalogues: [FULL, FULL],
    })
    expect(lines).toEqual([
      'kept: Ubuntu 24.04 LTS from source-1.example.com, amd64: another source selects it as well: 0',
    ])
  })

  test('that MAAS 3.8 moves to another source is not removed', () => {
    const { lines } = review({
      version: '3.8.0',
      selections: [JAMMY, [noble, ALL_OF('amd64')], [second, ALL_OF('amd64')]],
      draft: draftOf([second, ALL_OF('amd64'), null]),
      resources: BOTH,
      // only the second source lists what the region holds
      catalogues: [
        aCatalogue([aRelease({ arches: [anOffer({ version: '2' })] })]),
        aCatalogue([aRelease({ arches: [offer('amd64')] })]),
      ],
    })
    expect(lines).toEqual([
      'kept: Ubuntu 24.04 LTS from source-2.example.com, amd64: another source selects it as well. MAAS deletes this copy and downloads the image from that source: 200',
    ])
  })

  test('of which nothing has been downloaded is not counted as removed', () => {
    const { lines, text } = review({ selections: [JAMMY, [noble, ALL_OF('amd64')]], draft: cleared })
    expect(lines).toEqual(['cleared: Ubuntu 24.04 LTS, amd64: not downloaded yet: 0'])
    expect(text).toBe('1 cleared image that MAAS does not have')
  })

  test('of which a part has been downloaded is removed', () => {
    const resources = [held('amd64/ga-24.04', false)]
    const { lines } = review({ selections: [JAMMY, [noble, ALL_OF('amd64')]], draft: cleared, resources })
    expect(lines).toEqual(['remove: Ubuntu 24.04 LTS, amd64: not complete yet: 40'])
  })

  test('that MAAS has twice makes the import fail, so nothing is removed or added', () => {
    const draft = draftOf([noble, ALL_OF('amd64'), null], [jammy, ALL_OF('amd64'), ALL_OF('amd64', 'arm64')])
    const resources = [...BOTH, held('amd64/ga-24.04')]
    const selections: Parameters<typeof review>[0]['selections'] = [JAMMY, [noble, ALL_OF('amd64')]]
    const { lines, text, warnings } = review({ selections, draft, resources })
    expect(text).toBe('1 selected image that MAAS does not import, 1 cleared image that MAAS keeps')
    expect(lines).toEqual([
      'notImported: Ubuntu 22.04 LTS, arm64: the import fails before it downloads an image: 0',
      'kept: Ubuntu 24.04 LTS, amd64: the import fails before it removes an image: 0',
    ])
    expect(warnings).toContain(
      'MAAS has Ubuntu 24.04 LTS (amd64) twice and cannot remove it, so the next import will fail, and all later ones. Choose Delete images to delete it first.',
    )
  })

  test('at both sources is one image', () => {
    const { lines, text } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64')], [second, ALL_OF('amd64')]],
      draft: draftOf([noble, ALL_OF('amd64'), null], [second, ALL_OF('amd64'), null]),
      resources: BOTH,
      catalogues: [FULL, FULL],
    })
    expect(lines).toEqual([
      'remove: Ubuntu 24.04 LTS from source-1.example.com, amd64: version 20260901: 200',
      'remove: Ubuntu 24.04 LTS from source-2.example.com, amd64: version 20260901: 200',
    ])
    expect(text).toBe('1 image to remove')
  })
})

describe('a selected image', () => {
  const selected = draftOf([second, null, ALL_OF('amd64')])

  test('that the region holds is not added', () => {
    const { lines, text } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64')]],
      draft: selected,
      resources: BOTH,
      catalogues: [FULL, FULL],
    })
    expect(lines).toEqual([
      'already: Ubuntu 24.04 LTS from source-2.example.com, amd64: MAAS has this image already: 0',
    ])
    expect(text).toBe('1 selected image that MAAS has or imports anyway')
  })

  test('that is due from another source is not added', () => {
    const { lines } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64')]],
      draft: selected,
      catalogues: [FULL, FULL],
    })
    expect(lines).toEqual([
      'already: Ubuntu 24.04 LTS from source-2.example.com, amd64: MAAS imports it without this change, too: 0',
    ])
  })

  test('that has none of the selected kernels is not imported', () => {
    const { lines, text } = review({
      selections: [JAMMY],
      draft: draftOf([noble, null, HWE]),
      catalogues: [
        aCatalogue([aRelease({ arches: [offer('amd64'), offer('arm64', ['ga-24.04'])] })], LOADERS),
      ],
    })
    expect(lines).toEqual([
      'add: Ubuntu 24.04 LTS, amd64: version 20260901, kernel hwe-24.04: 100',
      'notImported: Ubuntu 24.04 LTS, arm64: its source offers none of the selected kernels: 0',
    ])
    expect(text).toBe('1 image to add, 1 selected image that MAAS does not import')
  })

  test('names all kernels that MAAS imports for the chosen one', () => {
    const kernels = [
      { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' },
      { name: 'hwe-24.04-lowlatency', subarch: 'hwe-24.04', flavour: 'lowlatency' },
    ]
    const arches = [{ ...offer('amd64'), kernels, kernelsFor: { 'ga-24.04': [0, 1] } }]
    const { lines } = review({
      selections: [JAMMY],
      draft: draftOf([noble, null, GA]),
      catalogues: [aCatalogue([aRelease({ arches })], LOADERS)],
    })
    expect(lines).toEqual([
      'add: Ubuntu 24.04 LTS, amd64: version 20260901, kernels ga-24.04, hwe-24.04-lowlatency: 200',
    ])
  })

  test('that MAAS 3.8 takes from another source is not imported from this one', () => {
    const { lines } = review({
      version: '3.8.0',
      selections: [JAMMY, [second, ALL_OF('amd64')]],
      draft: draftOf([noble, null, ALL_OF('amd64')]),
      // the source that MAAS uses no longer offers it
      catalogues: [FULL, aCatalogue([jammyRelease])],
    })
    expect(lines).toEqual([
      'notImported: Ubuntu 24.04 LTS from source-1.example.com, amd64: MAAS uses source-2.example.com for it: 0',
    ])
  })
})

describe('an image whose box is not changed', () => {
  const narrower = draftOf([noble, ALL_OF('amd64', 'arm64'), HWE])
  const catalogues = [
    aCatalogue([aRelease({ arches: [offer('amd64'), offer('arm64', ['ga-24.04'])] }), jammyRelease], LOADERS),
  ]

  test('is removed if none of its kernels is selected any more', () => {
    const { lines } = review({
      selections: [JAMMY, [noble, ALL_OF('amd64', 'arm64')]],
      draft: narrower,
      resources: [...BOTH, held('arm64/ga-24.04')],
      catalogues,
    })
    expect(lines).toEqual([
      'remove: Ubuntu 24.04 LTS, arm64: version 20260901. None of its kernels is selected: 100',
    ])
  })

  test('is added if a kernel of it is selected now', () => {
    const { lines } = review({
      selections: [JAMMY, [noble, HWE]],
      draft: draftOf([noble, HWE, ALL_OF('amd64', 'arm64')]),
      resources: BOTH,
      catalogues,
    })
    expect(lines).toEqual([
      'add: Ubuntu 24.04 LTS, arm64: version 20260901, all kernels, including future ones: 100',
    ])
  })

  test('is added if MAAS up to 3.7 imports everything of a source that has no selection left', () => {
    const { lines } = review({
      selections: [[noble, ALL_OF('amd64')]],
      draft: draftOf([noble, ALL_OF('amd64'), null]),
      resources: BOTH,
      catalogues: [aCatalogue([aRelease({ arches: [offer('amd64'), offer('arm64')] })])],
    })
    expect(lines).toEqual([
      'add: Ubuntu 24.04 LTS, arm64: MAAS imports everything from its source: 200',
      'kept: Ubuntu 24.04 LTS, amd64: MAAS imports everything from its source: 0',
    ])
  })

  test('is removed if MAAS 3.8 deletes it with its selection and its source does not offer it', () => {
    const { lines } = review({
      version: '3.8.0',
      selections: [JAMMY, [noble, ALL_OF('amd64', 'arm64')]],
      draft: draftOf([noble, ALL_OF('amd64', 'arm64'), ALL_OF('arm64')]),
      resources: [held('arm64/ga-24.04')],
      catalogues: [aCatalogue([aRelease({ arches: [offer('amd64')] }), jammyRelease])],
    })
    expect(lines).toEqual([
      'remove: Ubuntu 24.04 LTS, arm64: version 20260901. MAAS deletes it with the selection, and its source does not offer it: 100',
      'cleared: Ubuntu 24.04 LTS, amd64: not downloaded yet: 0',
    ])
  })

  test('that is removed anyway has no line', () => {
    const resources = [held('amd64/ga-20.04', true, 'ubuntu/focal')]
    const { lines, text } = review({
      selections: [JAMMY],
      draft: draftOf([noble, null, ALL_OF('amd64')]),
      resources,
    })
    expect(lines).toEqual([
      'add: Ubuntu 24.04 LTS, amd64: version 20260901, all kernels, including future ones: 200',
    ])
    expect(text).toBe('1 image to add')
  })
})
