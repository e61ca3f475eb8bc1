import * as z from 'zod/mini'
import { count, described, text, withDefault, yesNo } from '#simulator/control/values.ts'
import { offeredImage } from './image-table.ts'
import { done, nothing, operation } from './operation.ts'

const importing = z.strictObject({ importing: yesNo })
const minutes = (fallback: number) =>
  withDefault(z.number('must be a number').check(z.minimum(0, 'must be 0 or more')), fallback)

export const IMPORT_TABLE = {
  startImport: operation({
    method: 'POST',
    path: '/import',
    summary: 'Start an import, as another client of MAAS would.',
    input: nothing,
    answer: importing,
  }),
  stopImport: operation({
    method: 'DELETE',
    path: '/import',
    summary: 'Stop the import, as another client of MAAS would.',
    input: nothing,
    answer: importing,
  }),
  stallImport: operation({
    method: 'POST',
    path: '/import/stall',
    summary:
      'Let no more data arrive for the running import of MAAS up to 3.7, until it is stopped and started again.',
    input: nothing,
    answer: importing,
  }),
  addRunningImport: operation({
    method: 'POST',
    path: '/import/running',
    summary: 'Put an import of these images under way, as if it had begun before now.',
    input: z.strictObject({
      images: z.array(z.strictObject({ sourceId: count(1), ...offeredImage }), 'must be a list of images'),
      part: described(
        z.number('must be a number').check(z.minimum(0, 'must be 0 to 1'), z.maximum(1, 'must be 0 to 1')),
        'How much of them is downloaded.',
      ),
      minutesAgo: described(minutes(0.25), 'When it began.'),
    }),
    answer: importing,
  }),
  addFinishedImport: operation({
    method: 'POST',
    path: '/import/finished',
    summary: 'Record that an import ended without a failure, and set the time of the next hourly one.',
    input: z.strictObject({
      minutesAgo: described(minutes(0), 'When it began.'),
      nextInMinutes: described(
        z.optional(z.number('must be a number').check(z.minimum(0, 'must be 0 or more'))),
        'When the next one begins; without it, an hour after this one.',
      ),
    }),
    answer: z.strictObject({ nextSyncAt: z.number() }),
  }),
  addFailure: operation({
    method: 'POST',
    path: '/import/failures',
    summary: 'Leave the notification of an import that has failed, in the words of this MAAS.',
    input: z.strictObject({
      cause: z.enum(
        ['source-unreachable', 'proxy-refuses', 'disk-full', 'time-limit', 'not-offered'],
        'must be source-unreachable, proxy-refuses, disk-full, time-limit or not-offered',
      ),
      release: described(
        z.optional(text),
        'For not-offered, which MAAS reports from 3.8 on: the release whose selections are not available any more.',
      ),
    }),
    answer: done,
  }),
}
