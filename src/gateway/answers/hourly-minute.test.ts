import { expect, test } from 'vitest'
import { hourlyMinute } from './hourly-minute.ts'

const at = (time: string) => Date.parse(`2026-11-23T${time}Z`)

test.each<[rule: string, starts: string[], now: string, minute: number | null]>([
  ['three starts one hour apart show the minute', ['07:12:05', '08:12:07', '09:12:04'], '09:20:00', 12],
  [
    'a start by a person does not count',
    ['07:12:05', '08:12:07', '08:40:00', '09:12:04', '09:15:00'],
    '09:20:00',
    12,
  ],
  ['two starts may be a coincidence', ['08:12:07', '09:12:04'], '09:20:00', null],
  ['starts by people do not show the minute', ['07:12:05', '08:40:00', '09:15:00'], '09:20:00', null],
  ['a gap interrupts the series', ['06:12:05', '07:12:05', '09:12:04'], '09:20:00', null],
  [
    'an overdue sync means that the minute has changed',
    ['06:12:05', '07:12:05', '08:12:04'],
    '09:30:00',
    null,
  ],
  ['a little late is not overdue', ['06:12:05', '07:12:05', '08:12:04'], '09:15:00', 12],
  [
    'after a restart of the region the new minute counts',
    ['04:12:00', '05:12:00', '06:12:00', '07:31:00', '08:31:02', '09:31:01'],
    '09:40:00',
    31,
  ],
  ['without starts the minute is not known', [], '09:40:00', null],
])('%s', (_, starts, now, minute) => {
  expect(hourlyMinute(starts.map(at), at(now))).toBe(minute)
})
