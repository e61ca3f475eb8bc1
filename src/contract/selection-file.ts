import * as z from 'zod/mini'

/*
 * The selection file: boot sources and their selections as JSON. docs/selection-file.md describes it, and
 * public/selection-file.schema.json is the JSON Schema made from this type. Every check has its message in words,
 * because the page shows it next to the line of the file.
 */

/** A change of the format that older pages cannot read needs another number. */
export const SELECTION_FILE_VERSION = 1
export const SELECTION_FILE_FORMAT = 'maas-images-selection'
/** Bytes. */
export const LARGEST_SELECTION_FILE = 1_000_000

const object = 'must be an object'
const text = () => z.string('must be text')
const TIME = 'must be a time in UTC, such as 2026-11-27T09:00:00Z'
const atMost = (length: number) => z.maxLength(length, `must be at most ${length} characters`)

/** MAAS 3.5.13 answers 500 to longer names. */
const releaseWord = () =>
  text().check(z.regex(/^[^\s*/]{1,20}$/, 'must be 1 to 20 characters without spaces, * and /'))

const names = () =>
  z
    .array(
      text().check(z.regex(/^\S{1,200}$/, 'must be 1 to 200 characters without spaces')),
      'must be a list of names',
    )
    .check(
      z.minLength(1, 'must name at least one; ["*"] means all'),
      z.maxLength(200, 'must have at most 200 names'),
    )

const fileSelection = z.strictObject(
  { os: releaseWord(), release: releaseWord(), arches: names(), subarches: names(), labels: names() },
  object,
)
export type FileSelection = z.infer<typeof fileSelection>

const fileSource = z.strictObject(
  {
    url: text().check(
      atMost(200),
      z.regex(
        /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/,
        'must be an http or https address without a user name, a password, ? and #',
      ),
    ),
    keyring_filename: text().check(atMost(4096)),
    keyring_data: text().check(atMost(900_000), z.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64')),
    selections: z
      .array(fileSelection, 'must be a list of selections')
      .check(z.maxLength(5000, 'must have at most 5000 selections')),
  },
  object,
)
export type FileSource = z.infer<typeof fileSource>

export const selectionFile = z.strictObject(
  {
    $schema: z.optional(text()),
    format: z.literal(SELECTION_FILE_FORMAT, `must be "${SELECTION_FILE_FORMAT}"`),
    version: z.literal(SELECTION_FILE_VERSION, `must be ${SELECTION_FILE_VERSION}`),
    exported: z.strictObject(
      {
        at: text().check(
          z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, { error: TIME, abort: true }),
          z.refine((at) => Number.isFinite(Date.parse(at)), TIME),
        ),
        maas: text().check(atMost(100)),
      },
      object,
    ),
    sources: z
      .array(fileSource, 'must be a list of boot sources')
      .check(
        z.minLength(1, 'must have at least one boot source'),
        z.maxLength(100, 'must have at most 100 boot sources'),
      ),
  },
  object,
)
export type SelectionFile = z.infer<typeof selectionFile>
