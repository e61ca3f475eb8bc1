import { describe, expect, test } from 'vitest'
import { anImage, anOffer } from '#testing/image-fixtures.ts'
import { imageState, lostWith, STALL_AFTER_MS, type ImageStateInput } from './image-state.ts'
import type { ImageState } from './model.ts'

const NOW = 1_000_000_000

/** Selected, saved, held in the newest version, and no import is running: synced. */
const SYNCED: ImageStateInput = {
  offer: anOffer(),
  image: anImage(),
  selected: true,
  wasSelected: true,
  catalogueKnown: true,
  takesOlder: true,
  importing: false,
  filter: { subarches: ['*'], labels: ['*'] },
  kernelsFiltered: true,
  syncsSelections: false,
  unused: null,
  lastByteAt: null,
  now: NOW,
}

const OLD = '20260801'
const NEW = '20260901'
const arriving = (done: number, held: string | null = null) =>
  anImage(
    [
      ['ga-24.04', held, NEW],
      ['hwe-24.04', held, NEW],
    ],
    { heldBytes: held ? 500 : 0, incoming: { bytes: 500, done } },
  )

/** As an ended sync of MAAS 3.8 leaves it. */
const left = (done: number) => ({
  ...arriving(done),
  incoming: { bytes: 500, done, resting: true as const },
})

type Case = [rule: string, part: Partial<ImageStateInput>, state: ImageState]
const table = (cases: Case[]) =>
  test.each(cases)('%s', (_, part, state) => {
    expect(imageState({ ...SYNCED, ...part })).toEqual(state)
  })

describe('a selected image', () => {
  table([
    [
      'neither selected nor held is "not selected"',
      { selected: false, wasSelected: false, image: null },
      { kind: 'not-selected' },
    ],
    ['that is not saved is “selected”', { wasSelected: false, image: null }, { kind: 'selected' }],
    [
      'that is selected again before the import removed it is “selected”',
      { wasSelected: false },
      { kind: 'selected' },
    ],
    [
      'cleared and not saved is removed after the save',
      { selected: false },
      { kind: 'removing', when: 'after-save' },
    ],
    [
      'that has appeared since the selections were read may have been selected by another client',
      { selected: false, wasSelected: false, justAppeared: true },
      { kind: 'reading' },
    ],
    [
      'so with MAAS 3.8',
      { selected: false, wasSelected: false, justAppeared: true, syncsSelections: true },
      { kind: 'reading' },
    ],
    [
      'cleared before it appeared is removed after the save',
      { selected: false, justAppeared: true },
      { kind: 'removing', when: 'after-save' },
    ],
    [
      'selected before it appeared is “selected”',
      { wasSelected: false, justAppeared: true },
      { kind: 'selected' },
    ],
    [
      'cleared and saved is removed by the next import',
      { selected: false, wasSelected: false },
      { kind: 'removing', when: 'next-import' },
    ],
    [
      'cleared and not saved stays if MAAS keeps it',
      { selected: false, keptAnyway: 'nothing-selected' },
      { kind: 'kept', because: 'nothing-selected' },
    ],
    [
      'of which nothing is complete does not stay',
      { selected: false, keptAnyway: 'nothing-selected', image: arriving(100) },
      { kind: 'removing', when: 'after-save' },
    ],
    [
      'of which nothing is complete stays if MAAS imports it anyway',
      { selected: false, keptAnyway: 'whole-source', image: arriving(100) },
      { kind: 'kept', because: 'whole-source' },
    ],
    [
      'that MAAS keeps may also have been selected by another client since',
      { selected: false, wasSelected: false, justAppeared: true, keptAnyway: 'whole-source' },
      { kind: 'reading' },
    ],
    [
      'clearing before anything arrived leaves nothing to remove',
      { selected: false, image: null },
      { kind: 'not-selected' },
    ],
    [
      'clearing during the download removes it',
      { selected: false, image: arriving(100), importing: true },
      { kind: 'removing', when: 'after-save' },
    ],
  ])
})

describe('a complete image', () => {
  table([
    ['all kernels in the newest version are synced', {}, { kind: 'synced' }],
    ['stays synced while something else is imported', { importing: true }, { kind: 'synced' }],
    [
      'an older version is an update',
      {
        image: anImage([
          ['ga-24.04', OLD],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'update', held: OLD, newest: NEW },
    ],
    [
      'one older kernel is enough for an update',
      {
        image: anImage([
          ['ga-24.04', NEW],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'update', held: OLD, newest: NEW },
    ],
    [
      'of several older kernels the oldest is shown, when it comes first',
      {
        image: anImage([
          ['ga-24.04', '20260701'],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'update', held: '20260701', newest: NEW },
    ],
    [
      'of several older kernels the oldest is shown, when it comes last',
      {
        image: anImage([
          ['ga-24.04', OLD],
          ['hwe-24.04', '20260701'],
        ]),
      },
      { kind: 'update', held: '20260701', newest: NEW },
    ],
    [
      'an older version at the source replaces a newer one, as after a change from candidate to stable',
      {
        image: anImage([
          ['ga-24.04', '20261001'],
          ['hwe-24.04', NEW],
        ]),
      },
      { kind: 'older', held: '20261001', offered: NEW },
    ],
    [
      'a newer version than the source has is synced as long as it is not certain that it is replaced',
      {
        takesOlder: false,
        image: anImage([
          ['ga-24.04', '20261001'],
          ['hwe-24.04', '20261001'],
        ]),
      },
      { kind: 'synced' },
    ],
    [
      'an update of one kernel counts more than an older version of another',
      {
        image: anImage([
          ['ga-24.04', '20261001'],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'update', held: OLD, newest: NEW },
    ],
    [
      'an older version that is queued replaces the newer one',
      {
        importing: true,
        image: anImage(
          [
            ['ga-24.04', '20261001', NEW],
            ['hwe-24.04', '20261001', NEW],
          ],
          { incoming: { bytes: 500, done: 0 } },
        ),
      },
      { kind: 'older', held: '20261001', offered: NEW },
    ],
    [
      'an older kernel that is not wanted is not an update',
      {
        filter: { subarches: ['ga-24.04'], labels: ['*'] },
        image: anImage([
          ['ga-24.04', NEW],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'synced' },
    ],
    [
      'versions compare by byte order',
      {
        image: anImage([
          ['ga-24.04', '20260901.1'],
          ['hwe-24.04', '20260901.1'],
        ]),
      },
      { kind: 'older', held: '20260901.1', offered: NEW },
    ],
    [
      'a kernel that gets no updates any more is synced in its last version',
      {
        offer: anOffer({
          kernels: [
            { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' },
            { name: 'hwe-24.04', subarch: 'hwe-24.04', flavour: 'generic', version: OLD },
          ],
        }),
        image: anImage([
          ['ga-24.04', NEW],
          ['hwe-24.04', OLD],
        ]),
      },
      { kind: 'synced' },
    ],
    [
      'an unknown extra kernel does no harm',
      {
        image: anImage([
          ['ga-24.04', NEW],
          ['hwe-24.04', NEW],
          ['hwe-24.04-edge', OLD],
        ]),
      },
      { kind: 'synced' },
    ],
    [
      'unread boot resources are being read',
      { image: anImage([['ga-24.04', null]], { known: false }) },
      { kind: 'reading' },
    ],
    [
      'an upload is custom',
      {
        offer: null,
        selected: false,
        wasSelected: false,
        image: anImage([['generic', OLD]], { kind: 'uploaded' }),
      },
      { kind: 'custom' },
    ],
    [
      'of an upload that is not complete, so much is there',
      {
        offer: null,
        image: anImage([['generic', null, OLD]], { kind: 'uploaded', incoming: { bytes: 10, done: 4 } }),
      },
      { kind: 'half', done: 4, bytes: 10 },
    ],
  ])
})

describe('a missing image', () => {
  const gaOnly = anImage([['ga-24.04', NEW]])
  table([
    [
      'nothing here and nothing running waits for the next import',
      { image: null },
      { kind: 'queued', importing: false },
    ],
    [
      'nothing here during an import waits for its turn',
      { image: null, importing: true },
      { kind: 'queued', importing: true },
    ],
    [
      'a boot resource without any version is queued',
      {
        image: anImage([
          ['ga-24.04', null],
          ['hwe-24.04', null],
        ]),
      },
      { kind: 'queued', importing: false },
    ],
    [
      'a wanted kernel that is missing is queued, not synced',
      { image: gaOnly },
      { kind: 'queued', importing: false },
    ],
    [
      'a missing kernel that is not wanted is nothing',
      { image: gaOnly, filter: { subarches: ['ga-24.04'], labels: ['*'] } },
      { kind: 'synced' },
    ],
    [
      'a subarch that a held kernel supports is synced, not gone',
      {
        offer: { ...anOffer(), kernelsFor: { 'ga-22.04': [0] } },
        image: gaOnly,
        filter: { subarches: ['ga-22.04'], labels: ['*'] },
      },
      { kind: 'synced' },
    ],
    [
      'a MAAS that does not filter wants it as well',
      { image: gaOnly, filter: { subarches: ['ga-24.04'], labels: ['*'] }, kernelsFiltered: false },
      { kind: 'queued', importing: false },
    ],
    [
      'a missing kernel that arrives is downloading',
      {
        image: anImage(
          [
            ['ga-24.04', NEW],
            ['hwe-24.04', null, NEW],
          ],
          { incoming: { bytes: 400, done: 300 } },
        ),
        importing: true,
      },
      { kind: 'downloading', done: 300, bytes: 400 },
    ],
  ])
})

describe('an arriving image', () => {
  const running = { importing: true, lastByteAt: NOW - 5_000 }
  table([
    [
      'some bytes during an import are a download',
      { ...running, image: arriving(200) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'no byte yet during an import is queued',
      { ...running, image: arriving(0) },
      { kind: 'queued', importing: true },
    ],
    ['no byte yet without an import is queued', { image: arriving(0) }, { kind: 'queued', importing: false }],
    [
      'an update that has begun is a download',
      { ...running, image: arriving(200, OLD) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'an update that has not begun is an update still',
      { ...running, image: arriving(0, OLD) },
      { kind: 'update', held: OLD, newest: NEW },
    ],
    [
      'an update is known by what arrives when the source is not',
      { ...running, offer: null, catalogueKnown: false, image: arriving(0, OLD) },
      { kind: 'update', held: OLD, newest: NEW },
    ],
    [
      'no byte for two minutes is a stall',
      { importing: true, lastByteAt: NOW - STALL_AFTER_MS, image: arriving(200) },
      { kind: 'stalled', done: 200, bytes: 500, since: NOW - STALL_AFTER_MS },
    ],
    [
      'a byte less than two minutes ago is not a stall',
      { importing: true, lastByteAt: NOW - STALL_AFTER_MS + 1, image: arriving(200) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'a download without an observed byte is not a stall',
      { importing: true, lastByteAt: null, image: arriving(200) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'bytes without an import have been stopped, however long ago the last one came',
      { image: arriving(200), lastByteAt: NOW - 10 * STALL_AFTER_MS },
      { kind: 'stopped', done: 200, bytes: 500 },
    ],
    [
      'an update that was stopped says so too',
      { image: arriving(200, OLD) },
      { kind: 'stopped', done: 200, bytes: 500 },
    ],
    [
      'a download continues if the source no longer lists the image',
      { ...running, offer: null, image: arriving(200) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
  ])
})

describe('of a kernel with two labels', () => {
  const ga = { name: 'ga-24.04', subarch: 'ga-24.04', flavour: 'generic' }
  const stable = { ...ga, version: OLD }
  const candidate = { ...ga, label: 'candidate' }
  const both = anOffer({ kernels: [stable, candidate], files: [[100, [0, 1]]] })
  const reversed = anOffer({ kernels: [candidate, stable], files: [[100, [0, 1]]] })
  const selecting = (...labels: string[]) => ({ subarches: ['*'], labels })
  const held = anImage([['ga-24.04', OLD]])
  const update = { kind: 'update', held: OLD, newest: NEW } as const
  table([
    ['all labels: the last one', { offer: both, image: held, filter: selecting('*') }, update],
    [
      'all labels in the other order: the last one, which is older',
      { offer: reversed, image: held, filter: selecting('*') },
      { kind: 'synced' },
    ],
    [
      'only the older label is selected',
      { offer: both, image: held, filter: selecting('stable') },
      { kind: 'synced' },
    ],
    [
      'only the newer label is selected',
      { offer: reversed, image: held, filter: selecting('candidate') },
      update,
    ],
    [
      'MAAS 3.8 does not filter by label',
      { offer: both, image: held, filter: selecting('stable'), kernelsFiltered: false },
      update,
    ],
    [
      'a label that the source lacks',
      { offer: both, image: held, filter: selecting('daily') },
      { kind: 'gone' },
    ],
    [
      'the files of the selected label are not there',
      {
        offer: { ...both, absent: ['candidate'] },
        image: null,
        filter: selecting('candidate'),
      },
      { kind: 'absent' },
    ],
    [
      'the files of another label are not there',
      { offer: { ...both, absent: ['candidate'] }, image: held, filter: selecting('stable') },
      { kind: 'synced' },
    ],
    [
      'the files of another label are not there, and nothing is here yet',
      { offer: { ...both, absent: ['candidate'] }, image: null, filter: selecting('stable') },
      { kind: 'queued', importing: false },
    ],
  ])
})

describe('where MAAS reports only some of its imports (3.8)', () => {
  const some = { syncsSelections: true, image: arriving(200) }
  table([
    [
      'a download without a reported import is one, not a stop',
      { ...some, lastByteAt: NOW - 60_000 },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'a download is stalled when no byte came for two minutes',
      { ...some, lastByteAt: NOW - STALL_AFTER_MS },
      { kind: 'stalled', done: 200, bytes: 500, since: NOW - STALL_AFTER_MS },
    ],
    [
      'what is held and not selected is not removed by any import',
      { syncsSelections: true, selected: false, wasSelected: false },
      { kind: 'kept' },
    ],
    [
      'a source that is not used says so, whatever is held',
      { ...some, unused: { because: 'disabled', source: 'Mirror' } },
      { kind: 'unused', because: 'disabled', source: 'Mirror' },
    ],
    [
      'nor does saving a selection there bring anything',
      { ...some, wasSelected: false, unused: { because: 'outranked', source: 'Mirror' } },
      { kind: 'selected', because: 'outranked', source: 'Mirror' },
    ],
  ])
})

describe('an image that a mirror lists but does not hold', () => {
  const absent = anOffer({ absent: true })
  table([
    ['selected and not here cannot arrive', { offer: absent, image: null }, { kind: 'absent' }],
    [
      'selected but not saved: reported before the save',
      { offer: absent, image: null, wasSelected: false },
      { kind: 'absent' },
    ],
    [
      'not selected and not held is only marked',
      { offer: absent, image: null, selected: false, wasSelected: false },
      { kind: 'not-selected', absent: true },
    ],
    ['what the region holds stays synced', { offer: absent }, { kind: 'synced' }],
  ])
})

describe('an image that the source does not offer', () => {
  table([
    ['held and selected is gone', { offer: null }, { kind: 'gone' }],
    ['selected and never held is gone as well', { offer: null, image: null }, { kind: 'gone' }],
    [
      'an administrator keeps it without updates',
      { offer: null, withoutUpdates: true },
      { kind: 'without-updates' },
    ],
    [
      'what the region does not hold cannot be kept',
      { offer: null, image: null, withoutUpdates: true },
      { kind: 'gone' },
    ],
    [
      'what was kept is an ordinary image once it is offered again',
      { withoutUpdates: true },
      { kind: 'synced' },
    ],
    [
      'none of the chosen kernels is offered',
      { filter: { subarches: ['hwe-26.04'], labels: ['*'] } },
      { kind: 'gone' },
    ],
    [
      'a catalogue that is not read yet proves nothing: held is synced',
      { offer: null, catalogueKnown: false },
      { kind: 'synced' },
    ],
    [
      'a catalogue that is not read yet proves nothing: not held is queued',
      { offer: null, image: null, catalogueKnown: false },
      { kind: 'queued', importing: false },
    ],
    [
      'an incomplete kernel without a catalogue is queued',
      {
        offer: null,
        catalogueKnown: false,
        image: anImage([
          ['ga-24.04', NEW],
          ['hwe-24.04', null],
        ]),
      },
      { kind: 'queued', importing: false },
    ],
    ['clearing it removes it', { offer: null, selected: false }, { kind: 'removing', when: 'after-save' }],
  ])
})

describe('an image that an ended sync of MAAS 3.8 has left incomplete', () => {
  const rule = { syncsSelections: true, image: left(200) }
  table([
    ['is stopped', rule, { kind: 'stopped', done: 200, bytes: 500 }],
    [
      'may be downloading while MAAS reports an import',
      { ...rule, importing: true },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'may be downloading until its next bytes are due',
      { ...rule, lastByteAt: NOW - 29_000 },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'is stopped after that',
      { ...rule, lastByteAt: NOW - 30_000 },
      { kind: 'stopped', done: 200, bytes: 500 },
    ],
    [
      'is downloading if a file is partial',
      { ...rule, image: arriving(200) },
      { kind: 'downloading', done: 200, bytes: 500 },
    ],
    [
      'is queued if nothing is complete',
      { ...rule, image: arriving(0) },
      { kind: 'queued', importing: false },
    ],
    ['is not offered if its source no longer lists it', { ...rule, offer: null }, { kind: 'gone' }],
    [
      'is not offered either if nothing is complete',
      { ...rule, offer: null, image: arriving(0) },
      { kind: 'gone' },
    ],
  ])
})

const absent = anOffer({ absent: true })

test.each<[rule: string, part: Partial<ImageStateInput>, lost: ReturnType<typeof lostWith>]>([
  ['is not lost while its source offers it', {}, null],
  ['is lost when its source no longer offers it', { offer: null }, 'not-offered'],
  ['is not lost while its source has not been read', { offer: null, catalogueKnown: false }, null],
  [
    'is lost when none of its kernels is offered',
    { filter: { subarches: ['other'], labels: ['*'] } },
    'not-offered',
  ],
  ['is lost when its source lacks the files', { offer: absent }, 'files-missing'],
  ['is not lost when another source has the files', { offer: absent, supplied: true }, null],
  ['is not lost when it is not here', { offer: null, image: null }, null],
  [
    'is not lost when nothing of it is complete',
    { offer: absent, image: anImage([['ga-24.04', null]]) },
    null,
  ],
  [
    'is lost when at least one kernel is complete',
    {
      offer: absent,
      image: anImage([
        ['ga-24.04', '20260901'],
        ['hwe-24.04', null],
      ]),
    },
    'files-missing',
  ],
  [
    'is not lost when it was uploaded',
    { offer: null, image: anImage(undefined, { kind: 'uploaded' }) },
    null,
  ],
])('an image %s', (_, part, lost) => {
  expect(lostWith({ ...SYNCED, ...part })).toBe(lost)
})

const beforeTheFirstByte = { incoming: { bytes: 500, done: 0 } }

test.each<[rule: string, part: Partial<ImageStateInput>, kind: string]>([
  [
    'waits for files that are missing, also when MAAS has begun',
    { offer: absent, image: anImage([['ga-24.04', null, '20260901']], beforeTheFirstByte) },
    'absent',
  ],
  [
    'has no update while a kernel of the older version is missing',
    {
      image: anImage(
        [
          ['ga-24.04', '20260801'],
          ['hwe-24.04', null],
        ],
        beforeTheFirstByte,
      ),
    },
    'queued',
  ],
  [
    'is synced without a kernel that the selection leaves out',
    {
      filter: { subarches: ['ga-24.04'], labels: ['*'] },
      image: anImage([
        ['ga-24.04', '20260901'],
        ['hwe-24.04', null],
      ]),
    },
    'synced',
  ],
  ['without kernels is not complete', { offer: null, catalogueKnown: false, image: anImage([]) }, 'queued'],
  [
    'is wanted with all labels where MAAS does not filter',
    {
      offer: anOffer({ absent: ['candidate'] }),
      image: null,
      kernelsFiltered: false,
      filter: { subarches: ['*'], labels: ['stable'] },
    },
    'absent',
  ],
])('an image %s', (_, part, kind) => {
  expect(imageState({ ...SYNCED, ...part }).kind).toBe(kind)
})
