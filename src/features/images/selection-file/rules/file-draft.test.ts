import { expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { releaseOf } from '#testing/catalogue.ts'
import { ALL_OF, aRegion, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import { aFileSource, selecting } from '#testing/selection-files.ts'
import type { FileSelection, FileSource } from '#contract/selection-file.ts'
import type { Draft } from '#features/images/rules/model.ts'
import type { ReleaseId } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'
import { importedDraft, isSameDraft, type ImportChoices } from './file-draft.ts'

const URL_1 = 'http://source-1.example.com/'
const OFFER = emptyCatalogue({
  releases: [releaseOf('jammy', 'amd64'), releaseOf('noble', 'amd64', 'arm64'), releaseOf('focal', 'amd64')],
})
const NOTHING: ImportChoices = { keepsOthers: false, taken: new Set() }

type Given = {
  saved?: (readonly [ReleaseId, Wanted])[]
  sourceIds?: number[]
  draft?: Draft
  file: FileSelection[] | FileSource[]
  catalogues?: Parameters<typeof importedDraft>[0]['catalogues']
  kernelsFiltered?: boolean
}

const isSources = (file: Given['file']): file is FileSource[] => file.some((one) => 'url' in one)

function imported(given: Given, choices = NOTHING) {
  const { saved = [], sourceIds = [1], draft = new Map(), file, catalogues = new Map([[1, OFFER]]) } = given
  const region = aRegion(saved, sourceIds)
  const sources = isSources(file) ? file : [aFileSource({ url: URL_1, selections: file })]
  const found = importedDraft(
    { ...region, draft, file: sources, catalogues, kernelsFiltered: given.kernelsFiltered ?? true },
    choices,
  )
  return {
    ...found,
    wants: Object.fromEntries(
      [...found.draft].map(([key, { wanted }]) => [
        key,
        wanted && `${wanted.arches.join()} ${wanted.subarches.join()}`,
      ]),
    ),
    gone: found.lost.map(({ key, nearest }) => `${key} → ${nearest}`),
  }
}
const focalSaved: [ReleaseId, Wanted] = [{ sourceId: 1, os: 'ubuntu', release: 'focal' }, ALL_OF('amd64')]

test('the draft selects what the file selects, and clears the rest', () => {
  const { wants, gone } = imported({
    saved: [[jammy, ALL_OF('amd64')], focalSaved],
    file: [selecting('jammy', 'amd64'), selecting('noble', 'arm64')],
  })
  expect(wants).toEqual({ '1/ubuntu/noble': 'arm64 *', '1/ubuntu/focal': null })
  expect(gone).toEqual([])
})

test('with the choice to keep others, nothing is cleared, and both lists of a release are joined', () => {
  const { wants } = imported(
    { saved: [[noble, ALL_OF('amd64')], focalSaved], file: [selecting('noble', 'arm64')] },
    { ...NOTHING, keepsOthers: true },
  )
  expect(wants).toEqual({ '1/ubuntu/noble': 'amd64,arm64 *' })
})

test('the draft before the import is replaced, or kept with the choice to keep others', () => {
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  const file = [selecting('focal', 'amd64')]
  expect(imported({ draft, file }).wants).toEqual({ '1/ubuntu/focal': 'amd64 *' })
  expect(imported({ draft, file }, { ...NOTHING, keepsOthers: true }).wants).toEqual({
    '1/ubuntu/focal': 'amd64 *',
    '1/ubuntu/noble': 'amd64 *',
  })
})

test('a file that selects what is saved leaves an empty draft', () => {
  const draft = draftOf([noble, null, ALL_OF('amd64')])
  expect(imported({ saved: [focalSaved], draft, file: [selecting('focal', 'amd64')] }).wants).toEqual({})
})

test('the draft notes the source that it was made for, and what was saved', () => {
  const { draft } = imported({ saved: [[noble, ALL_OF('amd64')]], file: [selecting('noble', 'arm64')] })
  expect([...draft.values()]).toMatchObject([{ base: ALL_OF('amd64'), on: { url: URL_1 } }])
})

test('an architecture that is not offered is left out, or replaced by the nearest one', () => {
  const file = [selecting('noble', 'arm64', 'i386')]
  const { wants, gone, lost } = imported({ file })
  expect(wants).toEqual({ '1/ubuntu/noble': 'arm64 *' })
  expect(gone).toEqual(['1/ubuntu/noble arch i386 → amd64'])
  const taken = new Set(lost.map(({ key }) => key))
  expect(imported({ file }, { ...NOTHING, taken }).wants).toEqual({ '1/ubuntu/noble': 'arm64,amd64 *' })
})

test('a kernel that is not offered is left out, or replaced by the nearest one', () => {
  const file = [{ ...selecting('noble', 'arm64'), subarches: ['ga', 'hwe'] }]
  const { wants, lost } = imported({ file })
  expect(wants).toEqual({ '1/ubuntu/noble': 'arm64 ga' })
  const taken = new Set(lost.map(({ key }) => key))
  expect(imported({ file }, { ...NOTHING, taken }).wants).toEqual({ '1/ubuntu/noble': 'arm64 *' })
})

test('a release that is not offered is left out, or replaced with the architectures that are offered', () => {
  const file = [{ ...selecting('bionic', 'amd64', 'arm64'), subarches: ['ga-18.04'] }]
  const { wants, gone, lost } = imported({ file })
  expect(wants).toEqual({})
  expect(gone).toEqual(['1/ubuntu/bionic release bionic → noble'])
  const taken = new Set(lost.map(({ key }) => key))
  expect(imported({ file }, { ...NOTHING, taken }).wants).toEqual({ '1/ubuntu/noble': 'amd64,arm64 *' })
})

test('a release that replaces another one is merged with what the file already selects of it', () => {
  const file = [selecting('focal', 'amd64'), { ...selecting('bionic', 'amd64'), subarches: ['ga-18.04'] }]
  const { lost } = imported({ file })
  const taken = new Set(lost.map(({ key }) => key))
  expect(lost.map(({ nearest }) => nearest)).toEqual(['focal'])
  expect(imported({ file }, { ...NOTHING, taken }).wants).toEqual({ '1/ubuntu/focal': 'amd64 *' })
})

test('a release of which nothing is offered stays as it is', () => {
  const file = [selecting('jammy', 's390x')]
  expect(imported({ saved: [[jammy, ALL_OF('amd64')]], file }).wants).toEqual({})
})

test('what is already saved is not checked, since MAAS keeps it', () => {
  const gone: ReleaseId = { sourceId: 1, os: 'ubuntu', release: 'zesty' }
  const { wants, gone: lost } = imported({
    saved: [[gone, ALL_OF('amd64')]],
    file: [selecting('zesty', 'amd64')],
  })
  expect([wants, lost]).toEqual([{}, []])
})

test('MAAS 3.8 ignores kernels, so none is reported', () => {
  const file = [{ ...selecting('noble', 'arm64'), subarches: ['hwe'] }]
  expect(imported({ file, kernelsFiltered: false })).toMatchObject({
    gone: [],
    wants: { '1/ubuntu/noble': 'arm64 hwe' },
  })
})

test('without the offer of a source, everything is imported, and the source is named', () => {
  const found = imported({ file: [selecting('zesty', 's390x')], catalogues: new Map() })
  expect(found.wants).toEqual({ '1/ubuntu/zesty': 's390x *' })
  expect(found.unchecked.map(({ id }) => id)).toEqual([1])
})

test('a file for the only source of a region is for that source, whatever its address', () => {
  const file = [aFileSource({ url: 'http://other.example.com/', selections: [selecting('noble', 'amd64')] })]
  expect(imported({ file }).wants).toEqual({ '1/ubuntu/noble': 'amd64 *' })
})

test('sources are matched by address; those only in the file are named, and selections of those only in the region are kept', () => {
  const nobleOf2: ReleaseId = { ...noble, sourceId: 2 }
  const file = ['http://source-1.example.com', 'http://x.example.com/', 'http://y.example.com/'].map((url) =>
    aFileSource({ url, selections: [selecting('noble', 'amd64')] }),
  )
  const found = imported({ saved: [[nobleOf2, ALL_OF('arm64')]], sourceIds: [1, 2], file })
  expect(found.wants).toEqual({ '1/ubuntu/noble': 'amd64 *' })
  expect(found.unknown.map(({ url }) => url)).toEqual(['http://x.example.com/', 'http://y.example.com/'])
  expect(found.untouched.map(({ id }) => id)).toEqual([2])
})

const NOBLE = draftOf([noble, null, ALL_OF('amd64')])

test.each<[string, Draft, Draft, boolean]>([
  ['no change', NOBLE, draftOf([noble, ALL_OF('arm64'), ALL_OF('amd64')]), true],
  ['nothing', new Map(), new Map(), true],
  ['one more architecture', NOBLE, draftOf([noble, null, ALL_OF('amd64', 'arm64')]), false],
  ['a cleared release', NOBLE, draftOf([noble, null, null]), false],
  ['another release', NOBLE, draftOf([jammy, null, ALL_OF('amd64')]), false],
  ['a discarded draft', NOBLE, new Map(), false],
])('drafts want the same, whatever is saved: %s', (_, one, other, isSame) => {
  expect([isSameDraft(one, other), isSameDraft(other, one)]).toEqual([isSame, isSame])
})
