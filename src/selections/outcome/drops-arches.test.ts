import { expect, test } from 'vitest'
import { dropsArches } from './drops-arches.ts'

test.each<[rule: string, before: string[], after: string[], offered: string[] | null, drops: boolean]>([
  ['one of two', ['amd64', 'arm64'], ['amd64'], ['amd64', 'arm64'], true],
  ['one of two, where it is not known what is offered', ['amd64', 'arm64'], ['amd64'], null, true],
  ['one that is not offered any more', ['amd64', 'armhf'], ['amd64'], ['amd64'], true],
  ['not when one is added', ['amd64'], ['amd64', 'arm64'], ['amd64', 'arm64'], false],
  [
    'not when one is added in place of one that is not offered',
    ['amd64', 'armhf'],
    ['amd64', 'arm64'],
    ['amd64', 'arm64'],
    false,
  ],
  [
    'when one is added in place of one that is offered',
    ['amd64', 'armhf'],
    ['amd64', 'arm64'],
    ['amd64', 'arm64', 'armhf'],
    true,
  ],
  ['not when all are selected', ['amd64'], ['*'], null, false],
  ['some in place of all', ['*'], ['amd64'], ['amd64', 'arm64'], true],
  ['not all by name in place of all', ['*'], ['amd64', 'arm64'], ['amd64', 'arm64'], false],
  ['names in place of all, where it is not known what is offered', ['*'], ['amd64', 'arm64'], null, true],
  ['names in place of all, where nothing is offered any more', ['*'], ['amd64'], [], true],
])('%s', (_, before, after, offered, drops) => {
  expect(dropsArches(before, after, offered)).toBe(drops)
})
