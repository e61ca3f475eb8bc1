import * as z from 'zod/mini'
import { count, described, speed, time, withDefault, yesNo } from '#simulator/control/values.ts'
import { nothing, operation } from './operation.ts'

const clock = z.strictObject({
  now: described(time, 'Milliseconds since 1970, in the region’s time.'),
  speed: described(
    z.number(),
    'How many times as fast as the wall clock the region’s time runs; 0: it stands still.',
  ),
})

export const CLOCK_TABLE = {
  readClock: operation({
    method: 'GET',
    path: '/clock',
    summary: 'Read the region’s clock.',
    input: nothing,
    answer: clock,
  }),
  setSpeed: operation({
    method: 'PUT',
    path: '/clock',
    summary: 'Set the speed of the region’s clock; 0 holds it.',
    input: z.strictObject({ speed }),
    answer: clock,
  }),
  advance: operation({
    method: 'POST',
    path: '/clock/advance',
    summary: 'Let this much time pass in the region, now.',
    input: z.strictObject({
      seconds: z
        .number('must be a number')
        .check(
          z.minimum(0, 'must be 0 to 31,536,000 (a year)'),
          z.maximum(31_536_000, 'must be 0 to 31,536,000 (a year)'),
        ),
    }),
    answer: clock,
  }),
  runUntilIdle: operation({
    method: 'POST',
    path: '/clock/run-until-idle',
    summary: 'Let time pass until the region neither imports nor is about to read a source.',
    input: z.strictObject({
      hours: described(withDefault(count(1, 168), 24), 'Stop after this much of the region’s time.'),
    }),
    answer: z.strictObject({
      idle: described(yesNo, 'Whether the region is idle; false for an import that stands still.'),
      seconds: described(z.number(), 'The time that has passed in the region.'),
      now: time,
    }),
  }),
}
