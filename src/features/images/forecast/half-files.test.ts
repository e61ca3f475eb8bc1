import { expect, test } from 'vitest'
import { halfFilesOf, noteHalf, type HalfSeen } from './half-files.ts'

const A = '2026-11-27T08:00:00Z'
const B = '2026-11-27T09:00:00Z'

type Look = readonly [importing: boolean, lastStarted: string, here: number]

/** What is known of one file of 100 bytes after these readings. */
function knownOf(...looks: readonly Look[]): string {
  let seen: HalfSeen | null = null
  let known = 'nothing'
  for (const [importing, lastStarted, here] of looks) {
    const held = [
      {
        name: 'ubuntu/noble',
        sets: [{ version: '1', label: '', complete: false, files: [['sum', 100, here] as const] }],
      },
    ]
    seen = noteHalf(seen, held, { importing, lastStarted })
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
  const held = (bytes: number) => [
    { name, sets: [{ version: '1', label: '', complete: false, files: [['sum', 100, bytes] as const] }] },
  ]
  const running = { importing: true, lastStarted: B }
  const seen = noteHalf(noteHalf(null, held(40), running), held(here), running)
  expect(halfFilesOf(seen, held(here)).grows).toBe(grows)
})

test('of a file that kernels share, the newest reading counts', () => {
  const set = (here: number) => ({
    name: 'ubuntu/noble',
    sets: [{ version: '1', label: '', complete: false, files: [['sum', 100, here] as const] }],
  })
  const running = { importing: true, lastStarted: B }
  const seen = noteHalf(null, [set(40), set(40)], running)
  // of the two kernels, only the first one has been read again
  const now = [set(41), set(40)]
  expect(halfFilesOf(noteHalf(seen, now, running), now).unsure.size).toBe(0)
  expect(halfFilesOf(noteHalf(seen, [set(100), set(40)], running), [set(100), set(40)]).unsure.size).toBe(0)
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
      [true, B, 7],
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
      [true, A, 41],
    ],
    'rest',
  ],
  [
    'has not grown since another import began',
    [
      [true, A, 40],
      [true, A, 41],
      [true, B, 41],
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
  ['is half here while no import runs', [[false, A, 40]], 'rest'],
])('a file that %s: %j, %s', (_, looks, known) => {
  expect(knownOf(...looks)).toBe(known)
})
