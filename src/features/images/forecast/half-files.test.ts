import { expect, test } from 'vitest'
import { halfFilesOf, noteHalf, type HalfSeen } from './half-files.ts'

const A = '2026-11-27T08:00:00Z'
const B = '2026-11-27T09:00:00Z'
const C = '2026-11-27T09:30:00Z'

type Look = readonly [importing: boolean, lastStarted: string, here: number]

const SECOND = 1_000

/** A resource with one file of 100 bytes, of which these are here. */
const heldOf = (here: number, name = 'ubuntu/noble') => ({
  name,
  sets: [{ version: '1', label: '', complete: false, files: [['sum', 100, here] as const] }],
})

/** What is known of one file of 100 bytes after these readings, `every` ms. */
function knownOf(looks: readonly Look[], every = 20 * SECOND): string {
  let seen: HalfSeen | null = null
  let known = 'nothing'
  for (const [index, [importing, lastStarted, here]] of looks.entries()) {
    const held = [heldOf(here)]
    const readAt = index * every
    seen = noteHalf(seen, held, { importing, lastStarted, noticedAt: readAt, readAt })
    const { startOver, unsure } = halfFilesOf(seen, held)
    known = startOver.has('sum') ? 'starts over' : unsure.has('sum') ? 'not known' : 'rest'
  }
  return known
}

test.each([
  ['an image of which bytes arrive', 'ubuntu/noble', 41, true],
  ['one that has begun from its start', 'ubuntu/noble', 7, true],
  ['one that is complete by now', 'ubuntu/noble', 100, true],
  ['one of which nothing arrives', 'ubuntu/noble', 40, false],
  // MAAS imports it whatever is selected
  ['a bootloader', 'grub-efi-signed/uefi', 41, false],
])('what the import began with has been placed, as shown by %s: %s, %i: %s', (_, name, here, grows) => {
  const held = (bytes: number) => [heldOf(bytes, name)]
  const running = { importing: true, lastStarted: B, noticedAt: 0, readAt: 10 * SECOND }
  const seen = noteHalf(noteHalf(null, held(40), running), held(here), running)
  expect(halfFilesOf(seen, held(here)).grows).toBe(grows)
})

test.each([
  ['is complete, and was half here', 40, 100, true],
  ['is complete, and was empty', 0, 100, true],
  ['is half here, and was empty', 0, 40, true],
  ['is as it was', 40, 40, false],
  ['was complete before', 100, 100, false],
])('the import is seen to download a file that %s: %i, %i: %s', (_, first, here, isBegun) => {
  const running = { importing: true, lastStarted: B, noticedAt: 0, readAt: 10 * SECOND }
  const seen = noteHalf(noteHalf(null, [heldOf(first)], running), [heldOf(here)], running)
  expect(halfFilesOf(seen, [heldOf(here)]).begun.has('sum')).toBe(isBegun)
})

test.each([
  ['its start is reported', [false, A], [true, B], true],
  ['its start is not reported yet', [false, A], [true, A], false],
  ['the page was opened during it', null, [true, B], false],
  ['none runs', [false, A], [false, B], false],
] as const)('an import has read the selections if the page saw it begin: %s', (_, before, now, hasRead) => {
  const held = [heldOf(40)]
  const reading = ([importing, lastStarted]: readonly [boolean, string], at: number) => {
    return { importing, lastStarted, noticedAt: at, readAt: at }
  }
  const idle = before && noteHalf(null, held, reading(before, 0))
  expect(halfFilesOf(noteHalf(idle, held, reading(now, SECOND)), held).hasRead).toBe(hasRead)
})

test('of a file that kernels share, the newest reading counts', () => {
  const running = { importing: true, lastStarted: B, noticedAt: 0, readAt: 10 * SECOND }
  const seen = noteHalf(null, [heldOf(40), heldOf(40)], running)
  // of the two kernels, only the first one has been read again
  const now = [heldOf(41), heldOf(40)]
  expect(halfFilesOf(noteHalf(seen, now, running), now).unsure.size).toBe(0)
  expect(
    halfFilesOf(noteHalf(seen, [heldOf(100), heldOf(40)], running), [heldOf(100), heldOf(40)]).unsure.size,
  ).toBe(0)
})

test.each<[what: string, looks: readonly Look[], known: string]>([
  [
    'was half here before the import',
    [
      [false, A, 40],
      [true, B, 40],
    ],
    'starts over',
  ],
  [
    'still waits a while later',
    [
      [false, A, 40],
      [true, B, 40],
      [true, B, 40],
    ],
    'starts over',
  ],
  [
    'has begun since',
    [
      [false, A, 40],
      [true, B, 40],
      [true, B, 40],
      [true, B, 7],
    ],
    'rest',
  ],
  [
    'has begun since, and has as many bytes as before the import',
    [
      [false, A, 40],
      [true, B, 40],
      [true, B, 7],
      [true, B, 40],
    ],
    'rest',
  ],
  [
    'has begun before the page looked, and has as many bytes as before the import',
    [
      [false, A, 40],
      [true, B, 7],
      [true, B, 7],
      [true, B, 40],
    ],
    'rest',
  ],
  [
    'of an import without an event yet',
    [
      [false, A, 40],
      [true, A, 40],
    ],
    'not known',
  ],
  ['is first read during the import', [[true, A, 40]], 'not known'],
  [
    'has grown since',
    [
      [true, A, 40],
      [true, A, 40],
      [true, A, 41],
    ],
    'rest',
  ],
  [
    'has not grown since another import began',
    [
      [true, A, 40],
      [true, A, 40],
      [true, A, 41],
      [true, B, 41],
    ],
    'not known',
  ],
  [
    'has the bytes that were read before another import was noticed',
    [
      [true, A, 40],
      [true, A, 40],
      [true, B, 41],
      [true, B, 45],
    ],
    'not known',
  ],
  [
    'began with the import',
    [
      [false, A, 0],
      [true, B, 0],
      [true, B, 30],
    ],
    'rest',
  ],
  [
    'was left by an import of which the end was not seen',
    [
      [false, A, 0],
      [true, B, 30],
      [true, C, 30],
      [true, C, 30],
    ],
    'not known',
  ],
  ['is half here while no import runs', [[false, A, 40]], 'rest'],
])('a file that %s: %j, %s', (_, looks, known) => {
  expect(knownOf(looks)).toBe(known)
})

test.each<[what: string, looks: readonly Look[], known: string]>([
  [
    'of a previous import, which arrive late',
    [
      [false, A, 40],
      [true, B, 40],
      [true, B, 42],
    ],
    'not known',
  ],
  [
    'of an import that may be the previous one',
    [
      [true, B, 40],
      [true, B, 42],
    ],
    'not known',
  ],
  [
    'of a file that starts over',
    [
      [false, A, 40],
      [true, B, 40],
      [true, B, 7],
    ],
    'rest',
  ],
  [
    'of a file that the region did not have',
    [
      [false, A, 0],
      [true, B, 0],
      [true, B, 30],
    ],
    'rest',
  ],
])('bytes %s, in the first seconds of an import: %j, %s', (_, looks, known) => {
  expect(knownOf(looks, 3 * SECOND)).toBe(known)
})

test('bytes that a previous import writes late do not prove what the new one downloads', () => {
  const held = (bytes: number) => [heldOf(bytes)]
  let seen: HalfSeen | null = null
  const grows = [
    [0, 40],
    [5, 42],
    [12, 42],
    [15, 42],
    [18, 43],
  ].map(([at = 0, bytes = 0]) => {
    const reading = { importing: true, lastStarted: B, noticedAt: at * SECOND, readAt: at * SECOND }
    seen = noteHalf(seen, held(bytes), reading)
    return halfFilesOf(seen, held(bytes)).grows
  })
  expect(grows).toEqual([false, false, false, false, true])
})

test('files that were read before the end of an import say nothing about the next one', () => {
  const held = (bytes: number) => [heldOf(bytes)]
  const running = noteHalf(null, held(0), { importing: true, lastStarted: A, noticedAt: 0, readAt: 0 })
  const idle = { importing: false, lastStarted: A, noticedAt: 60 * SECOND, readAt: 58 * SECOND }
  const ended = noteHalf(running, held(0), idle)
  const next = { importing: true, lastStarted: B, noticedAt: 70 * SECOND, readAt: 71 * SECOND }
  const seen = noteHalf(ended, held(30), next)
  expect(halfFilesOf(seen, held(30)).unsure.has('sum')).toBe(true)
})

const RUNNING = [1, 2].map(() => ({ importing: true, lastStarted: A }))

test.each([
  ['an import that MAAS reported long ago', [], true],
  ['an import that MAAS has not reported yet', [{ importing: false, lastStarted: A }], false],
])('of %s, bytes that arrive right after the page was opened count: %j', (_, before, counts) => {
  let seen: HalfSeen | null = null
  let grows = false
  for (const [index, state] of [...before, ...RUNNING].entries()) {
    const at = Date.parse(B) + index * SECOND
    const held = [heldOf(40 + index)]
    seen = noteHalf(seen, held, { ...state, noticedAt: at, readAt: at })
    grows = halfFilesOf(seen, held).grows
  }
  expect(grows).toBe(counts)
})
