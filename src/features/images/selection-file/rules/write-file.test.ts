import { expect, test } from 'vitest'
import { ALL_OF, aRegion, aSource, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import { aFile } from '#testing/selection-files.ts'
import type { BootSource } from '#contract/maas.ts'
import { fileNameOf, fileOf, writeSelectionFile } from './write-file.ts'

const AT = '2026-11-27T09:00:00.000Z'
const written = (part: Partial<Parameters<typeof fileOf>[0]> = {}) =>
  fileOf({ ...aRegion([]), draft: new Map(), maas: '3.5.13', at: AT, ...part })
const withSource = (part: Partial<BootSource>) => ({ sources: [{ source: { ...aSource(), ...part } }] })

test('a file has the sources with their keyrings, and the selections in the order of their names', () => {
  const region = aRegion([
    [noble, { arches: ['arm64', 'amd64'], subarches: ['hwe-24.04', 'ga-24.04'], labels: ['*', 'stable'] }],
    [jammy, ALL_OF('amd64')],
  ])
  expect(written(region)).toEqual({
    format: 'maas-images-selection',
    version: 1,
    exported: { at: AT, maas: '3.5.13' },
    sources: [
      {
        url: 'http://source-1.example.com/',
        keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
        keyring_data: '',
        selections: [
          { os: 'ubuntu', release: 'jammy', arches: ['amd64'], subarches: ['*'], labels: ['*'] },
          {
            os: 'ubuntu',
            release: 'noble',
            arches: ['amd64', 'arm64'],
            subarches: ['ga-24.04', 'hwe-24.04'],
            labels: ['*'],
          },
        ],
      },
    ],
  })
})

test('unsaved changes are written if they are given', () => {
  const region = aRegion([[jammy, ALL_OF('amd64')]])
  const draft = draftOf([jammy, ALL_OF('amd64'), null], [noble, null, ALL_OF('arm64')])
  const releases = (of: ReturnType<typeof written>) => of.sources[0]?.selections.map(({ release }) => release)
  expect(releases(written(region))).toEqual(['jammy'])
  expect(releases(written({ ...region, draft }))).toEqual(['noble'])
})

test('a selection that imports nothing is left out', () => {
  expect(written(aRegion([[jammy, { ...ALL_OF('amd64'), subarches: [] }]])).sources[0]?.selections).toEqual(
    [],
  )
})

test.each([
  ['http://me:secret@mirror.example.com/maas/', 'http://mirror.example.com/maas/'],
  ['https://token@mirror.example.com', 'https://mirror.example.com'],
  ['http://mirror.example.com/maas/?token=secret#x', 'http://mirror.example.com/maas/'],
  ['http://mirror.example.com/a@b/', 'http://mirror.example.com/a@b/'],
])('no secret of an address is written: %s', (url, expected) => {
  expect(written(withSource({ url })).sources[0]?.url).toBe(expected)
})

/** The first byte of a packet, and the rest of a short one. */
const packet = (first: number) => btoa(String.fromCharCode(first, 1, 2, 3, 4))

test.each<[string, number, boolean]>([
  ['a public key in the old format', 0x99, true],
  ['a public key in the new format', 0xc6, true],
  ['a private key in the old format', 0x95, false],
  ['a private key in the new format', 0xc5, false],
  ['a private subkey', 0x9d, false],
  ['data that is not a key', 0x01, true],
])('keyring data with %s: written %s', (_, first, isWritten) => {
  const data = packet(first)
  const source = withSource({ keyring_filename: '', keyring_data: `${data.slice(0, 4)}\n${data.slice(4)}\n` })
  expect(written(source).sources[0]?.keyring_data).toBe(isWritten ? data : '')
})

test('the text ends with a line end, and is read again', () => {
  expect(writeSelectionFile(aFile())).toEqual({ text: `${JSON.stringify(aFile(), null, 2)}\n` })
})

test('a region without a source, or with more than a file may hold, gives a reason instead of a file', () => {
  expect(writeSelectionFile(written({ sources: [] }))).toEqual({
    problems: [{ line: 8, text: 'sources must have at least one boot source.' }],
  })
  const many = Array.from({ length: 3 }, (_, index) => ({
    source: {
      ...aSource(index, `http://${index}.example.com/`),
      keyring_filename: '',
      keyring_data: 'A'.repeat(400_000),
    },
  }))
  expect(writeSelectionFile(written({ sources: many }))).toMatchObject({
    problems: [{ line: null, text: expect.stringContaining('has at most 1.0 MB') }],
  })
})

test('the name of the file has the day', () => {
  expect(fileNameOf(AT)).toBe('maas-selection-2026-11-27.json')
})
