import { describe, expect, test } from 'vitest'
import {
  ALL_OF,
  aCatalogue,
  anOffer,
  aRegion,
  aRelease,
  aSource,
  draftOf,
  noble,
} from '#testing/image-fixtures.ts'
import { forecastOf } from './forecast.ts'
import { summarize } from './summary.ts'
import { buildTable } from '#features/images/table/table.ts'

/* MAAS 3.8, two sources that select the same image: the second one has the higher priority. */

const second = { ...noble, sourceId: 2 }
const KERNELS = [{ name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' }]
const listing = (version: string) =>
  aCatalogue([
    aRelease({
      arches: [anOffer({ version, kernels: KERNELS, files: [[300, [0], `of ${version}`, 'root']] })],
    }),
  ])
const FILES = {
  complete: true,
  resources: [
    {
      synced: true,
      name: 'ubuntu/noble',
      architecture: 'amd64/ga-24.04',
      sets: [
        {
          version: '1',
          label: 'stable',
          complete: true,
          files: [['of 1', 300, 300, 'root']] as [string, number, number, string][],
        },
      ],
    },
  ],
}

/** What Review says when the image is cleared at a source; both list these versions. */
function cleared(at: typeof noble, versions: readonly [string, string]) {
  const region = aRegion(
    [
      [noble, ALL_OF('amd64')],
      [second, ALL_OF('amd64')],
    ],
    [1, 2],
  )
  const sources = [1, 2].map((id) => ({
    ...aSource(id, `http://source-${id}.example.com/`),
    priority: id,
    enabled: true,
  }))
  const catalogues = new Map([
    [1, listing(versions[0])],
    [2, listing(versions[1])],
  ])
  const draft = draftOf([at, ALL_OF('amd64'), null])
  const table = buildTable({
    sources: region.sources.map((one, index) => ({ ...one, source: sources[index] ?? one.source })),
    saved: region.saved,
    catalogues,
    draft,
    images: [],
    importing: false,
    kernelsFiltered: false,
    syncsSelections: true,
    commissioningRelease: '',
    lastByteAt: new Map(),
    now: 0,
  })
  const forecast = forecastOf({
    version: '3.8.0',
    sources,
    catalogues,
    files: FILES,
    saved: region.saved,
    draft,
  })
  const context = { commissioningRelease: '', defaultOs: '', defaultRelease: '', deletesImmediately: true }
  const { kept, warnings } = summarize(table, draft, region.saved, context, forecast)
  return {
    forecast,
    kept: kept.map(({ detail }) => detail),
    moved: warnings.filter(({ kind }) => kind === 'moved').map(({ text }) => text),
  }
}

const MOVES =
  'MAAS switches Ubuntu 24.04 LTS (amd64) to source-1.example.com: it deletes the current copy and downloads the image again.'

describe('if only one source could have brought the images in the region', () => {
  test('cleared at that source, MAAS deletes it and downloads it from the other one', () => {
    expect(cleared(second, ['2', '1'])).toMatchObject({
      moved: [MOVES],
      forecast: { download: 300, freed: 300 },
    })
  })

  test('cleared at the other source it stays', () => {
    expect(cleared(noble, ['2', '1'])).toMatchObject({
      moved: [],
      kept: ['another source selects it as well'],
    })
  })

  test('cleared at a source that has brought nothing yet, the copy of the other one stays', () => {
    expect(cleared(second, ['1', '2'])).toMatchObject({ moved: [], forecast: { download: 0, freed: 0 } })
  })
})

describe('where both could have brought it', () => {
  test('cleared at the one with the higher priority, it may stay', () => {
    expect(cleared(second, ['1', '1']).moved).toEqual([
      `${MOVES} MAAS does not show which source the current copy is from. If it is from source-1.example.com already, MAAS keeps it.`,
    ])
  })

  test('cleared at the other one, it may go', () => {
    expect(cleared(noble, ['1', '1']).kept).toEqual([
      'another source selects it as well. MAAS does not show which source this copy is from: if it is from this one, MAAS deletes the copy and downloads it again',
    ])
  })
})

describe('where an update is due from both', () => {
  const NOT_SHOWN = 'MAAS does not show which source'

  test('cleared at the one with the higher priority, the download that replaces the copy is due anyway', () => {
    const { moved, forecast } = cleared(second, ['2', '2'])
    expect(forecast).toMatchObject({ download: 0, dueDownload: 300, freed: 300 })
    expect(moved).toEqual([
      `MAAS switches Ubuntu 24.04 LTS (amd64) to source-1.example.com: it deletes the current copy. The download that is due anyway replaces it. ${NOT_SHOWN} the current copy is from. If it is from source-1.example.com already, MAAS keeps it.`,
    ])
  })

  test.each([
    ['the one', second],
    ['the other one', noble],
  ])('cleared at %s, Review says so, too', (_, at) => {
    expect(cleared(at, ['2', '2']).kept).toEqual([
      `another source selects it as well. ${NOT_SHOWN} this copy is from: if it is from this one, MAAS deletes the copy, and the download that is due anyway replaces it`,
    ])
  })

  test('cleared at the one whose update is another file, the image is downloaded from the other one', () => {
    expect(cleared(second, ['3', '2'])).toMatchObject({
      forecast: { download: 300, dueDownload: 0 },
      kept: [expect.stringMatching(/downloads it again$/)],
    })
  })
})
