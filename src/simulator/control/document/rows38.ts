import * as z from 'zod/mini'
import { count, described, text, time, yesNo } from '#simulator/control/values.ts'
import { bytes, id, ids, names } from './rows.ts'

const ownSelection = z.strictObject({ id, sourceId: id, rowId: id, os: text, release: text, arch: text })
const row = z.strictObject({ resourceId: id, version: text, filename: text })
const sync = z.strictObject({
  selectionId: id,
  rows: z.array(row),
  files: names,
  replaced: names,
  limitAt: time,
  goneAt: z.nullable(time),
})

export const rules38Rows = described(
  z.strictObject({
    lastSelectionId: count(0),
    selections: z.array(ownSelection),
    syncs: z.array(sync),
    runs: z.strictObject({ import: z.exactOptional(ids), schedule: z.exactOptional(ids) }),
    line: z.array(z.strictObject({ sha256: text, sourceId: id })),
    lineFrom: time,
    lineSpent: bytes,
    importAt: z.nullable(time),
    reads: z.array(z.strictObject({ sourceId: id, at: time, syncs: yesNo })),
    readAllAt: time,
    scheduled: yesNo,
  }),
  'What MAAS keeps from 3.8 on besides the rows of API 2.0; null before 3.8.',
)
