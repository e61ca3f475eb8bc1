import { expect, test } from 'vitest'
import { dropsArches } from './drops-arches.ts'

test.each<[rule: string, before: string[], after: string[], offered: string[] | null, drops: boolean]>([
  ['one of two', ['amd64', 'arm64'], ['amd64'], ['amd64', 'arm64'], true],
  ['one of two, when the offer is not known', ['amd64', 'arm64'], ['amd64'], null, true],
  ['one that is no longer offered', ['amd64', 'armhf'], ['amd64'], ['amd64'], true],
  ['not when one is added', ['amd64'], ['amd64', 'arm64'], ['amd64', 'arm64'], false],
  [
    'not when one that is not offered is replaced',
    ['amd64', 'armhf'],
    ['amd64', 'arm64'],
    ['amd64', 'arm64'],
    false,
  ],
  [
    'when one that is offered is replaced',
    ['amd64', 'armhf'],
    ['amd64', 'arm64'],
    ['amd64', 'arm64', 'armhf'],
    true,
  ],
  ['not when all are selected', ['amd64'], ['*'], null, false],
  ['some replace all', ['*'], ['amd64'], ['amd64', 'arm64'], true],
  ['not when all by name replace all', ['*'], ['amd64', 'arm64'], ['amd64', 'arm64'], false],
  ['names replace all, when the offer is not known', ['*'], ['amd64', 'arm64'], null, true],
  ['names replace all, when nothing is offered any more', ['*'], ['amd64'], [], true],
])('%s', (_, before, after, offered, drops) => {
  expect(dropsArches(before, after, offered)).toBe(drops)
})
