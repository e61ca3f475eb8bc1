import { describe, expect, test } from 'vitest'
import type { BootSource, Selection } from '#contract/maas.ts'
import { detailsBody, detailsNotes } from './details.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import type { SourceExtras } from '#features/source/rules/model.ts'

const EXTRAS: SourceExtras = {
  name: 'Mirror',
  priority: 7,
  enabled: true,
  skip_keyring_verification: false,
}
const URL = 'http://mirror.example.com/ubuntu'
const mirror = (more: Partial<BootSource> = {}, selections: Selection[] = []) =>
  bootSourceAt(2, URL, { ...EXTRAS, ...more }, selections)
const selection = (arches: string[]): Selection => ({
  id: 1,
  boot_source_id: 2,
  os: 'ubuntu',
  release: 'noble',
  arches,
  subarches: ['*'],
  labels: ['*'],
})

test.each<[rule: string, source: Partial<BootSource>, change: Partial<SourceExtras>, body: unknown]>([
  ['nothing is sent if nothing changes', {}, {}, null],
  ['only changed fields are sent', {}, { priority: 9, enabled: false }, { priority: 9, enabled: false }],
  ['0 is a priority', {}, { priority: 0 }, { priority: 0 }],
  [
    'for a source with keyring data, the data is sent again',
    { keyring_filename: '', keyring_data: 'mQENBA==' },
    { name: 'Other' },
    { name: 'Other', keyring_data: 'mQENBA==' },
  ],
])('%s', (_, source, change, body) => {
  expect(detailsBody(mirror(source).source, { ...EXTRAS, ...change })).toEqual(body)
})

describe('before it is saved', () => {
  const other = (more: Partial<BootSource>, arches: string[]) =>
    bootSourceAt(1, 'http://other.example.com/', { name: 'Other', priority: 1, enabled: true, ...more }, [
      selection(arches),
    ])

  test.each<
    [
      rule: string,
      more: Partial<BootSource>,
      arches: string[],
      change: Partial<SourceExtras>,
      notes: RegExp[],
    ]
  >([
    ['a new name does not affect imports', {}, ['amd64'], { name: 'New' }, []],
    ['a new priority does not matter if the sources share no image', {}, ['s390x'], { priority: 0 }, []],
    [
      'a new priority matters if the sources share images',
      {},
      ['amd64'],
      { priority: 0 },
      [/deletes the image and downloads it from that source/],
    ],
    ['all architectures are the same images', {}, ['*'], { priority: 0 }, [/deletes the image/]],
    [
      'a disabled source imports nothing',
      {},
      ['s390x'],
      { enabled: false },
      [/nothing from a disabled source/],
    ],
    [
      'disabling the last enabled source stops imports',
      { enabled: false },
      ['s390x'],
      { enabled: false },
      [/^No other source is enabled/],
    ],
  ])('%s', (_, more, arches, change, notes) => {
    const shown = detailsNotes(mirror({}, [selection(['amd64'])]), [other(more, arches)], {
      ...EXTRAS,
      ...change,
    })
    expect(shown).toHaveLength(notes.length)
    for (const [index, note] of notes.entries()) expect(shown[index]).toMatch(note)
  })
})
