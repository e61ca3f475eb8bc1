import { expect, test } from 'vitest'
import { importSign } from './import-sign.ts'

const before = '2026-11-23T09:00:00.000Z'
const after = '2026-11-23T10:00:00.000Z'

test.each<[string, Parameters<typeof importSign>[0], ReturnType<typeof importSign>]>([
  [
    'an import is running',
    { startedBefore: before, startedNow: before, importing: true, waitedMs: 0 },
    'begun',
  ],
  ['a new event', { startedBefore: before, startedNow: after, importing: false, waitedMs: 90_000 }, 'begun'],
  [
    'the first event ever',
    { startedBefore: null, startedNow: after, importing: false, waitedMs: 0 },
    'begun',
  ],
  [
    'nothing yet',
    { startedBefore: before, startedNow: before, importing: false, waitedMs: 5_000 },
    'waiting',
  ],
  [
    'nothing for too long',
    { startedBefore: before, startedNow: before, importing: false, waitedMs: 30_000 },
    'missing',
  ],
  [
    'no event at all',
    { startedBefore: null, startedNow: null, importing: false, waitedMs: 60_000 },
    'missing',
  ],
])('whether an import has begun: %s', (_, signs, sign) => {
  expect(importSign(signs)).toBe(sign)
})
