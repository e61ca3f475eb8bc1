import * as z from 'zod/mini'
import { checkDocument } from './document/check-document.ts'
import {
  bytes,
  eventRow,
  id,
  jobRow,
  machineRow,
  noteRow,
  otherRegionRow,
  rackRow,
  resourceRow,
  selectionRow,
  sourceRow,
  storedFile,
  uploadRow,
  userRow,
} from './document/rows.ts'
import { rules38Rows } from './document/rows38.ts'
import { streamChange } from './stream-change.ts'
import { count, described, speed, text, time, yesNo } from './values.ts'

/*
 * The whole state of the embedded region as JSON: what `GET /state` answers and `PUT /state` takes. Times are
 * milliseconds since 1970, in the region's time.
 */

const datedChange = z.strictObject({ at: time, change: streamChange })

const document = z.strictObject({
  version: described(
    text.check(z.regex(/^3\.[4-8]\.\d+$/, 'must be a version from 3.4.0 to 3.8.x, such as 3.5.13')),
    'The version of MAAS.',
  ),
  pageKey: described(
    text.check(z.regex(/^[^:\s]+:[^:\s]+:[^:\s]+$/, 'must be an API key: consumer:token:secret')),
    'The API key of the page of this region. Where a user has it, another region puts that of its own page in its place.',
  ),
  clock: z.strictObject({ now: time, speed }),
  conditions: z.strictObject({
    reachable: yesNo,
    sourcesAnswer: yesNo,
    bytesPerSecond: bytes,
    freeBytes: z.nullable(bytes),
    proxyRefuses: yesNo,
  }),
  streams: described(
    z.record(z.string(), z.array(datedChange), 'must be an object of lists of changes'),
    'The changes made to each stream.',
  ),
  lastId: z.strictObject({
    source: count(0),
    selection: count(0),
    resource: count(0),
    upload: count(0),
    event: count(0),
    note: count(0),
  }),
  sources: described(z.array(sourceRow), 'In the order of MAAS’s list, in which MAAS up to 3.7 reads them.'),
  offers: described(
    z.array(z.strictObject({ sourceId: id, stream: text, changes: z.array(datedChange) })),
    'What the region has read from each source: the stream, and the changes that it had by then.',
  ),
  selections: z.array(selectionRow),
  resources: z.array(resourceRow),
  resourcesRevision: count(0),
  files: described(
    z.record(z.string(), storedFile, 'must be an object of files by sha256'),
    'The files on the region’s disk, by sha256.',
  ),
  uploads: z.array(uploadRow),
  job: described(z.nullable(jobRow), 'The running import of MAAS up to 3.7.'),
  rules38: z.nullable(rules38Rows),
  readAt: z.nullable(time),
  nextSyncAt: time,
  config: z.record(z.string(), z.unknown(), 'must be an object'),
  events: z.array(eventRow),
  notes: z.array(noteRow),
  users: z.array(userRow),
  machines: z.array(machineRow),
  racks: z.array(rackRow),
  otherRegions: z.array(otherRegionRow),
})
export type StateDocument = z.infer<typeof document>

/** The state of the embedded region, with its clock and its streams. */
export const stateDocument = document.check((context) => {
  const { value } = context
  checkDocument(value, (path, message) =>
    context.issues.push({ code: 'custom', input: value, path, message }),
  )
})
