import { expect, test } from 'vitest'
import { absoluteTime, clockTime, duration, formatDay, instant, relativeTime } from './time.ts'

const now = Date.UTC(2026, 10, 23, 12, 0, 0)

test.each([
  ['2026-11-23T11:59:30Z', 'just now'],
  ['2026-11-23T11:57:00Z', '3 minutes ago'],
  ['2026-11-23T09:00:00Z', '3 hours ago'],
  ['2026-11-22T11:00:00Z', 'yesterday'],
  ['2026-11-13T12:00:00Z', '10 days ago'],
  ['2026-08-23T12:00:00Z', '3 months ago'],
  ['2024-11-01T12:00:00Z', '2 years ago'],
  ['2026-11-23T12:00:30Z', 'in less than a minute'],
  ['2026-11-23T13:30:00Z', 'in 1 hour'],
])('%s is %s', (at, text) => {
  expect(relativeTime(at, now)).toBe(text)
})

test.each([
  [0, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 minute'],
  [179_999, '2 minutes'],
  [3_600_000, '1 hour'],
  [2 * 86_400_000, '2 days'],
])('%i ms last %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test('a time without a zone is UTC, as MAAS writes it', () => {
  expect(instant('2026-11-23T12:00:00.000')).toBe(now)
  expect(instant('2026-11-23 12:00:00')).toBe(now)
  expect(instant('2026-11-23T13:00:00+01:00')).toBe(now)
  expect(instant(now)).toBe(now)
})

test('an absolute time says that it is UTC', () => {
  expect(absoluteTime('2026-11-23T00:06:50')).toBe('23 Nov 2026, 00:06 UTC')
  expect(clockTime(now)).toBe('12:00 UTC')
})

test('a day stays that day wherever it is read', () => {
  expect(formatDay('2027-06-01')).toBe('1 Jun 2027')
})

test('what cannot be read is left out instead of reading "Invalid Date"', () => {
  for (const at of ['', 'soon', null, Number.NaN, Number.POSITIVE_INFINITY, 9e15]) {
    expect(relativeTime(at, now)).toBe('')
    expect(absoluteTime(at)).toBe('')
    expect(clockTime(at)).toBe('')
    expect(formatDay(at)).toBe('')
  }
})
