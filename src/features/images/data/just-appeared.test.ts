import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import { ALL_OF, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { type Appeared, noteAppeared, appearedSince } from './just-appeared.ts'

const image = (release: string, arch = 'amd64', kind: Image['kind'] = 'synced') => ({
  kind,
  os: 'ubuntu',
  release,
  arch,
})
const SAVED = savedOf([noble, ALL_OF('amd64')])

/** Images that have appeared since the selections were read, by the time of each list. */
function justAppeared(
  selectionsAt: number,
  ...lists: readonly (readonly ReturnType<typeof image>[])[]
): string[] {
  let before: Appeared | null = null
  for (const [index, images] of lists.entries()) before = noteAppeared(before, images, SAVED, index + 1)
  return before ? [...appearedSince(before, selectionsAt)] : []
}

test.each<[string, string[], string[]]>([
  ['the images of the first list are not new', justAppeared(0, [image('jammy')]), []],
  [
    'one that appears without a selection is new',
    justAppeared(1, [], [image('jammy')]),
    ['ubuntu/jammy/amd64'],
  ],
  ['also if both were read at the same time', justAppeared(2, [], [image('jammy')]), ['ubuntu/jammy/amd64']],
  ['not if the selections were read later', justAppeared(3, [], [image('jammy')]), []],
  [
    'and stays new in later lists',
    justAppeared(2, [], [image('jammy')], [image('jammy')]),
    ['ubuntu/jammy/amd64'],
  ],
  ['but not when it is gone', justAppeared(1, [], [image('jammy')], []), []],
  ['a selected one is not new', justAppeared(1, [], [image('noble')]), []],
  [
    'another architecture of its release is',
    justAppeared(1, [], [image('noble', 'arm64')]),
    ['ubuntu/noble/arm64'],
  ],
  [
    'bootloaders and custom images need no selection',
    justAppeared(1, [], [image('uefi', 'amd64', 'bootloader'), image('mine', 'amd64', 'uploaded')]),
    [],
  ],
])('%s', (_, found, expected) => {
  expect(found).toEqual(expected)
})

test('an image of a selection of all architectures is not new', () => {
  const saved = savedOf([jammy, ALL_OF('*')])
  const before = noteAppeared(null, [], saved, 1)
  expect(appearedSince(noteAppeared(before, [image('jammy', 'riscv64')], saved, 2), 1).size).toBe(0)
})
