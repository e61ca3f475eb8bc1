import { isAbsolute, normalize } from 'node:path'
import { KEYRING_FOLDERS } from '#gateway/fetch/keyring-file.ts'
import { readRule } from '#gateway/addresses/stream-rule.ts'

/** How streams are read: see createAddressPolicy, readKeyringFile and createFetcher. */
export type StreamOptions = {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  /** Absolute, without a slash at the end. */
  readonly keyringFolders: readonly string[]
  /** Of one file, and of all files of a source together. */
  readonly limitBytes: number
}

/** For parseArgs. */
export const STREAM_FLAGS = {
  'stream-allow': { type: 'string' },
  'stream-deny': { type: 'string' },
  'stream-limit': { type: 'string' },
  'keyring-folders': { type: 'string' },
} as const
type Values = { readonly [Flag in keyof typeof STREAM_FLAGS]?: string | undefined }

/** A text in JavaScript cannot be much larger. */
const MOST_MEGABYTES = 256

/** Arguments and environment, checked; arguments win. `wrong` is a sentence for the terminal. */
export function readStreamOptions(
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
): StreamOptions | { wrong: string } {
  const allow = listOf(values['stream-allow'] ?? env['STREAM_ALLOW'])
  const deny = listOf(values['stream-deny'] ?? env['STREAM_DENY'])
  for (const [option, list] of [
    ['--stream-allow', allow],
    ['--stream-deny', deny],
  ] as const) {
    for (const one of list) {
      const rule = readRule(one)
      if ('wrong' in rule) return { wrong: `${option}: ${rule.wrong}` }
    }
  }
  const limit = (values['stream-limit'] ?? env['STREAM_LIMIT']) || '32'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_MEGABYTES) {
    return { wrong: `--stream-limit must be 1 to ${MOST_MEGABYTES} (MB), not "${limit}".` }
  }
  const named = listOf(values['keyring-folders'] ?? env['KEYRING_FOLDERS'])
  const strange = named.find((one) => !isAbsolute(one) || normalize(one) === '/')
  if (strange !== undefined) {
    return {
      wrong: `--keyring-folders: "${strange}" is no folder such as ${KEYRING_FOLDERS[0]}; it must begin with a slash.`,
    }
  }
  const folders = named.map((one) => normalize(one).replace(/\/+$/, ''))
  return {
    allow,
    deny,
    keyringFolders: folders.length > 0 ? folders : KEYRING_FOLDERS,
    limitBytes: Number(limit) * 1024 * 1024,
  }
}

const listOf = (text = '') => text.split(',').flatMap((one) => one.trim() || [])
