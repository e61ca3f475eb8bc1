import * as z from 'zod/mini'
import { streamChange } from '#simulator/control/stream-change.ts'
import { described, nameOf, text, time } from '#simulator/control/values.ts'
import { nothing, operation } from './operation.ts'

const name = described(nameOf('a stream'), 'The name of the stream, as in its address.')
const stream = z.strictObject({
  name,
  represents: described(text, 'The public address that it stands for.'),
  servedAt: described(text, 'The address at which it is served.'),
  changes: z.array(z.strictObject({ at: time, change: streamChange })),
})

export const STREAM_TABLE = {
  listStreams: operation({
    method: 'GET',
    path: '/streams',
    summary: 'List the streams that are served, with the changes made to them.',
    input: nothing,
    answer: z.array(stream),
  }),
  changeStream: operation({
    method: 'POST',
    path: '/streams/:name/changes',
    summary: 'Change a stream, for the region and for everyone who reads its files.',
    input: z.strictObject({ name, change: streamChange }),
    answer: stream,
  }),
  restoreStream: operation({
    method: 'DELETE',
    path: '/streams/:name/changes',
    summary: 'Undo all changes of a stream.',
    input: z.strictObject({ name }),
    answer: stream,
  }),
}
