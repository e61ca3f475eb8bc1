import type { Entry } from '#api/activity/entry.ts'
import type { SyncRun } from '#api/activity/sync-changes.ts'
import { entryTitle, resultText } from './entry-words.ts'

const iso = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString())

/** Spreadsheets read a cell that begins like this as a formula. */
const FORMULA = /^[=+\-@\t\r\n]/

const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Without it, Excel reads a file as in the code page of the country. */
const BYTE_ORDER_MARK = '\uFEFF'

const csv = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** The entries as CSV, with a line of headings. The user of a change that was seen in MAAS is empty. */
export const activityCsv = (entries: readonly Entry[]): string =>
  csv([
    ['time', 'not before', 'user', 'change', 'before', 'after', 'result', 'message'],
    ...entries.map((entry) => [
      iso(entry.at),
      iso(entry.since),
      entry.who,
      entryTitle(entry),
      entry.before ?? '',
      entry.after ?? '',
      resultText(entry),
      entry.message,
    ]),
  ])

/** The changed images of imports as CSV, with a line of headings. */
export const syncCsv = (runs: readonly SyncRun[]): string =>
  csv([
    [
      'import started',
      'seen',
      'image',
      'title',
      'version before',
      'version after',
      'kernels added',
      'kernels removed',
      'size of the image (bytes)',
    ],
    ...runs.flatMap(({ started, changes }) =>
      changes.map(({ at, image, title, before, after, kernels, bytes }) => [
        started ?? '',
        iso(at),
        image,
        title,
        before ?? '',
        after ?? '',
        String(kernels.added),
        String(kernels.removed),
        String(bytes),
      ]),
    ),
  ])

/** The entries as JSON. The user of a change that was seen in MAAS is null. */
export const activityJson = (entries: readonly Entry[]): string =>
  JSON.stringify(
    entries.map(({ at, since, who, what, action, subject, before, after, result, message }) => ({
      at: iso(at),
      ...(since !== undefined && { notBefore: iso(since) }),
      user: who === '' ? null : who,
      what,
      action,
      subject,
      before,
      after,
      result,
      message,
    })),
    null,
    2,
  )

/** The changed images of imports as JSON. */
export const syncJson = (runs: readonly SyncRun[]): string =>
  JSON.stringify(
    runs.map(({ since, until, started, changes }) => ({
      started,
      notBefore: iso(since),
      lastChange: iso(until),
      images: changes.map(({ at, ...rest }) => ({ ...rest, seen: iso(at) })),
    })),
    null,
    2,
  )
