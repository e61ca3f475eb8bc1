import { expect, test } from 'vitest'
import {
  absoluteTime,
  clockTime,
  duration,
  formatDay,
  instant,
  isDayOver,
  relativeTime,
  timeLeft,
  timeText,
} from './time.ts'

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
])('%i ms are shown as %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test('a time without a zone is UTC, as MAAS writes it', () => {
  expect(instant('2026-11-23T12:00:00.000')).toBe(now)
  expect(instant('2026-11-23 12:00:00')).toBe(now)
  expect(instant('2026-11-23T13:00:00+01:00')).toBe(now)
  expect(instant(now)).toBe(now)
})

test('an absolute time is marked as UTC', () => {
  expect(absoluteTime('2026-11-23T00:06:50')).toBe('23 Nov 2026, 00:06 UTC')
  expect(clockTime(now)).toBe('12:00 UTC')
})

test.each([
  ['2027-06-01', '1 Jun 2027'],
  ['2029-05-31', '31 May 2029'],
  ['2028-02-29', '29 Feb 2028'],
  ['2026-09-30', '30 Sep 2026'],
  ['2026-12-31T23:59:59Z', '31 Dec 2026'],
  ['2026-12-31T23:59:59-02:00', '1 Jan 2027'],
])('the day of %s reads %s in every browser and time zone', (at, text) => {
  expect(formatDay(at)).toBe(text)
})

test.each([
  [6_000, 2_000, 3_000],
  [0, 2_000, 0],
  [6_000, 0, null],
  [6_000, null, null],
])('%i bytes at %s bytes per second take %s ms', (bytes, rate, ms) => {
  expect(timeLeft(bytes, rate)).toBe(ms)
})

test('a moment of today is shown as a time without a date', () => {
  expect(timeText('2026-11-23T00:06:50Z', now)).toBe('00:06 UTC')
  expect(timeText('2026-11-22T23:59:59Z', now)).toBe('22 Nov 2026, 23:59 UTC')
})

test.each([
  ['2026-11-22', true],
  ['2026-11-23', false],
  ['2026-11-24', false],
  ['soon', false],
  [null, false],
])('at noon of 23 Nov 2026, whether %s is over: %s', (day, over) => {
  expect(isDayOver(day, now)).toBe(over)
})

test('a day is over when the next one begins in UTC', () => {
  expect(isDayOver('2026-11-23', Date.UTC(2026, 10, 24) - 1)).toBe(false)
  expect(isDayOver('2026-11-23', Date.UTC(2026, 10, 24))).toBe(true)
})

test('an invalid time is shown as an empty text, not as "Invalid Date"', () => {
  for (const at of ['', 'soon', null, Number.NaN, Number.POSITIVE_INFINITY, 9e15]) {
    expect(relativeTime(at, now)).toBe('')
    expect(absoluteTime(at)).toBe('')
    expect(clockTime(at)).toBe('')
    expect(formatDay(at)).toBe('')
    expect(timeText(at, now)).toBe('')
  }
})
