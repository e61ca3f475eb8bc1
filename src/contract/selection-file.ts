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

/** MAAS 3.5.13 answers 500 to longer names. */
const releaseWord = (what: string) =>
  text().check(
    z.regex(/^[^\s*/]{1,20}$/, 'must be 1 to 20 characters without spaces, * and /'),
    z.describe(what),
  )

const names = (what: string) =>
  z
    .array(
      text().check(z.regex(/^\S{1,200}$/, 'must be 1 to 200 characters without spaces')),
      'must be a list of names',
    )
    .check(
      z.minLength(1, 'must name at least one; ["*"] means all'),
      z.maxLength(200, 'must have at most 200 names'),
      z.describe(`${what} ["*"] means all, including future ones.`),
    )

const fileSelection = z
  .strictObject(
    {
      os: releaseWord('The operating system, as MAAS names it.'),
      release: releaseWord('The release, as MAAS names it.'),
      arches: names('The architectures.'),
      subarches: names('The kernels, which MAAS calls subarches. MAAS 3.8 and later ignores them.'),
      labels: names('The labels. MAAS 3.8 and later ignores them.'),
    },
    object,
  )
  .check(z.describe('What MAAS keeps in sync of one release.'))
export type FileSelection = z.infer<typeof fileSelection>

const fileSource = z
  .strictObject(
    {
      url: text().check(
        z.maxLength(200, 'must be at most 200 characters'),
        z.regex(
          /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/,
          'must be an http or https address without a user name, a password, ? and #',
        ),
        z.describe('The address of the SimpleStreams source.'),
      ),
      keyring_filename: text().check(
        z.maxLength(4_096, 'must be at most 4096 characters'),
        z.describe('The path of the keyring on the region; "" for none.'),
      ),
      keyring_data: text().check(
        z.maxLength(900_000, 'must be at most 900,000 characters'),
        z.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64'),
        z.describe('The public keys themselves, in base64; "" for none.'),
      ),
      selections: z
        .array(fileSelection, 'must be a list of selections')
        .check(z.maxLength(5_000, 'must have at most 5000 selections')),
    },
    object,
  )
  .check(z.describe('A boot source and the selections from it.'))
export type FileSource = z.infer<typeof fileSource>

export const selectionFile = z
  .strictObject(
    {
      $schema: z.optional(
        text().check(z.describe('The address of this schema, for editors. The page ignores it.')),
      ),
      format: z.literal(SELECTION_FILE_FORMAT, `must be "${SELECTION_FILE_FORMAT}"`),
      version: z.literal(SELECTION_FILE_VERSION, `must be ${SELECTION_FILE_VERSION}`),
      exported: z
        .strictObject(
          {
            at: z.iso
              .datetime('must be a time in UTC, such as 2026-11-27T09:00:00Z')
              .check(z.describe('When it was exported, in UTC.')),
            maas: text().check(
              z.maxLength(100, 'must be at most 100 characters'),
              z.describe('The version of the MAAS that it was exported from.'),
            ),
          },
          object,
        )
        .check(z.describe('Where the file comes from. The page shows it and does not need it.')),
      sources: z
        .array(fileSource, 'must be a list of boot sources')
        .check(
          z.minLength(1, 'must have at least one boot source'),
          z.maxLength(100, 'must have at most 100 boot sources'),
        ),
    },
    object,
  )
  .check(
    z.meta({
      title: 'MAAS Images selection file',
      description: 'Boot sources of a MAAS region and the images that are selected from them.',
    }),
  )
export type SelectionFile = z.infer<typeof selectionFile>
