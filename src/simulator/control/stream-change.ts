import * as z from 'zod/mini'
import { described, nameOf } from './values.ts'

const image = {
  os: described(nameOf('an operating system'), 'The operating system, such as ubuntu.'),
  release: described(nameOf('a release'), 'The release, such as noble.'),
  arch: described(
    z.optional(nameOf('an architecture')),
    'The architecture, such as amd64. Without it: all architectures.',
  ),
}
const version = z
  .string('must be text')
  .check(z.regex(/^\d{8}(\.\d+)?$/, 'must be a version, such as 20261127 or 20261127.1'))

const path = z
  .string('must be text')
  .check(z.regex(/^[^/\s][^\s]*$/, 'must be the path of an image file below the address of the stream'))

/** A change of a stream: of what it lists, of its signature, or of its image files. */
export const streamChange = z.discriminatedUnion(
  'kind',
  [
    described(
      z.strictObject({ kind: z.literal('publish'), ...image, version }),
      'Publish one more version of an image, with files as large as those of its newest version.',
    ),
    described(
      z.strictObject({ kind: z.literal('withdraw'), ...image, version: z.optional(version) }),
      'Withdraw an image; with a version, only that version.',
    ),
    described(z.strictObject({ kind: z.literal('withdraw-bootloaders') }), 'Withdraw all bootloaders.'),
    described(
      z.strictObject({ kind: z.literal('sign'), key: z.enum(['demo', 'other'], 'must be demo or other') }),
      'Sign the stream with this key. MAAS and the page verify with the demo key, unless a keyring is given.',
    ),
    described(
      z.strictObject({ kind: z.literal('break-signature') }),
      'Change the signed text without a new signature, so that no key verifies it.',
    ),
    described(
      z.strictObject({ kind: z.literal('lose-files'), path }),
      'Make an image file absent, or with a slash at the end, all image files below a folder. It is still listed.',
    ),
    described(
      z.strictObject({
        kind: z.literal('truncate-file'),
        path,
        bytes: z.int('must be a whole number').check(z.minimum(0, 'must be 0 or more')),
      }),
      'Cut an image file after this many bytes. It is still listed with its full size.',
    ),
  ],
  'must be publish, withdraw, withdraw-bootloaders, sign, break-signature, lose-files or truncate-file',
)
export type StreamChange = z.infer<typeof streamChange>
