import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import { ALL_OF, jammy, noble, savedOf } from '#testing/image-fixtures.ts'
import { type Appeared, noteAppeared, unsettledOf } from './just-appeared.ts'

const image = (release: string, arch = 'amd64', kind: Image['kind'] = 'synced') => ({
  kind,
  os: 'ubuntu',
  release,
  arch,
})
const SAVED = savedOf([noble, ALL_OF('amd64')])

/** Images that have appeared since the selections were read, by the time of each list. */
function unsettled(
  selectionsAt: number,
  ...lists: readonly (readonly ReturnType<typeof image>[])[]
): string[] {
  let before: Appeared | null = null
  for (const [index, images] of lists.entries()) before = noteAppeared(before, images, SAVED, index + 1)
  return before ? [...unsettledOf(before, selectionsAt)] : []
}

test.each<[string, string[], string[]]>([
  ['the images of the first list are not new', unsettled(0, [image('jammy')]), []],
  ['one that appears without a selection is new', unsettled(1, [], [image('jammy')]), ['ubuntu/jammy/amd64']],
  ['also if both were read at the same time', unsettled(2, [], [image('jammy')]), ['ubuntu/jammy/amd64']],
  ['not if the selections were read later', unsettled(3, [], [image('jammy')]), []],
  [
    'and stays new in later lists',
    unsettled(2, [], [image('jammy')], [image('jammy')]),
    ['ubuntu/jammy/amd64'],
  ],
  ['but not when it is gone', unsettled(1, [], [image('jammy')], []), []],
  ['a selected one is not new', unsettled(1, [], [image('noble')]), []],
  [
    'another architecture of its release is',
    unsettled(1, [], [image('noble', 'arm64')]),
    ['ubuntu/noble/arm64'],
  ],
  [
    'bootloaders and custom images need no selection',
    unsettled(1, [], [image('uefi', 'amd64', 'bootloader'), image('mine', 'amd64', 'uploaded')]),
    [],
  ],
])('%s', (_, found, expected) => {
  expect(found).toEqual(expected)
})

test('an image of a selection of all architectures is not new', () => {
  const saved = savedOf([jammy, ALL_OF('*')])
  const before = noteAppeared(null, [], saved, 1)
  expect(unsettledOf(noteAppeared(before, [image('jammy', 'riscv64')], saved, 2), 1).size).toBe(0)
})
