import { expect, test } from 'vitest'
import { anImage, anOffer } from '#testing/image-fixtures.ts'
import { imageState, lostWith, type ImageStateInput } from './image-state.ts'

/** Selected, saved, held in the newest version, and no import is running. */
const HELD: ImageStateInput = {
  offer: anOffer(),
  image: anImage(),
  selected: true,
  wasSelected: true,
  catalogueKnown: true,
  importing: false,
  filter: { subarches: ['*'], labels: ['*'] },
  kernelsFiltered: true,
  syncsSelections: false,
  unused: null,
  lastByteAt: null,
  now: 1_000_000_000,
}
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
  expect(lostWith({ ...HELD, ...part })).toBe(lost)
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
  expect(imageState({ ...HELD, ...part }).kind).toBe(kind)
})
