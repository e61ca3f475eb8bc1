import { describe, expect, test } from 'vitest'
import type { ImageProxy } from '#api/image-proxy.ts'
import type { Notification } from '#contract/maas.ts'
import type { Check, Problem } from '#features/images/preflight/checks.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aSource } from '#testing/image-fixtures.ts'
import { likelyCauses, type CauseFacts } from './likely-causes.ts'
import { failureOf } from './maas-failure.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const HOUR = 3_600_000

const note = (ident: string, message: string): Notification => ({
  id: 1,
  ident,
  message,
  category: 'error',
  dismissable: true,
})
const importer = (error: string) =>
  note('Image importer', `Failed to import images from http://m.example.com/ ${error}`)
const OFFLINE = importer('(timed out). Verify network connectivity and try again.')

const check = (id: string, part: Partial<Check> = {}): Check => ({
  id,
  title: id,
  state: 'problem',
  detail: 'Detail.',
  problems: [],
  fix: null,
  ...part,
})
const problem = (title: string, halts?: Problem['halts']): Problem => ({
  tone: 'caution',
  title,
  text: '',
  fix: null,
  ...(halts && { halts }),
})

type Read = NonNullable<CauseFacts['reads']>[number]
const read = (part: Partial<Read> = {}): Read => ({
  source: aSource(),
  catalogue: emptyCatalogue(),
  error: null,
  ...part,
})
const { keyring, signature } = emptyCatalogue()
const onlyOnRegion = read({
  catalogue: {
    ...emptyCatalogue(),
    keyring: { ...keyring, state: 'elsewhere' },
    signature: { ...signature, region: { accepts: null, message: '' } },
  },
})

const proxy = (part: Partial<ImageProxy> = {}): ImageProxy => ({
  enabled: true,
  url: 'http://proxy:3128/',
  skipsSources: false,
  ...part,
})

const causes = (given: Partial<CauseFacts>) =>
  likelyCauses({
    version: '3.5.13',
    checks: [],
    reads: [read()],
    notifications: [],
    proxy: null,
    importing: true,
    lastStarted: null,
    now: NOW,
    ...given,
  })

describe('what a notification of MAAS reports', () => {
  test.each<[string, string, ReturnType<typeof failureOf>]>([
    [
      'Image synchronization',
      "Failed to synchronise boot resources: some region controllers don't have enough disk space",
      'disk',
    ],
    ['bootresources_export_from_db', 'missing 3 GB', 'disk'],
    ['Sync selection 4', 'Failed to synchronize selection 4: [Errno 28] No space left on device', 'disk'],
    ['Image importer', 'Failed to import images from http://m/ (No signature found!)', 'signature'],
    [
      'Image importer',
      "Failed to import images from http://m/: Command '['gpgv', '--keyring=/k.gpg', '-']' returned non-zero exit status 2.",
      'signature',
    ],
    ['Image importer', 'Failed to import images from http://m/: 407 Proxy Authentication Required', 'proxy'],
    [
      'Image importer',
      'Failed to import images from http://m/ (timed out). Verify network connectivity via your external proxy (http://p:3128) and try again.',
      'unreachable',
    ],
    [
      'Image importer',
      'Failed to import images from http://m/: [Errno 111] Connection refused',
      'unreachable',
    ],
    ['Image importer', 'Failed to import images from http://m/: Name or service not known', 'unreachable'],
    ['Image importer', 'Failed to import images from http://m/: HTTP Error 404: Not Found', 'files'],
    [
      'Image manifest fetcher (boot source 1)',
      'Failed to fetch image manifest for boot source with url http://m/. Check the logs for more details.',
      'unreachable',
    ],
    [
      'Selection availability 3',
      'After boot source (id=1) updates, the boot source selection for noble is not available anymore.',
      'gone',
    ],
    ['Image importer', 'Failed to import images from http://m/: something else', 'other'],
    ['maas-import-pxe-files script', 'Boot image import process not started.', null],
    ['commissioning_series_unselected', 'ubuntu noble is configured', null],
  ])('%s: %s', (ident, message, failure) => {
    expect(failureOf({ ident, message })).toBe(failure)
  })
})

describe('the likely causes, the most likely first', () => {
  test.each<[string, Partial<CauseFacts>, string[]]>([
    ['nothing is known', {}, []],
    ['a full disk', { notifications: [note('Image synchronization', 'not enough disk space')] }, ['disk']],
    ['two failures', { notifications: [OFFLINE, importer('no space left')] }, ['disk', 'unreachable']],
    ['an unknown failure', { notifications: [importer('(odd)')] }, ['other']],
    [
      'a source that MAAS refuses, and one with an old index',
      {
        checks: [
          check('source-1', { problems: [problem('Old')] }),
          check('source-2', { problems: [problem('No', 'refused')] }),
        ],
      },
      ['source-2 No'],
    ],
    [
      'a source that cannot be read is named once if MAAS reports it, too',
      {
        checks: [check('source-1', { problems: [problem('Unread', 'unread')] })],
        notifications: [OFFLINE],
      },
      ['unreachable'],
    ],
    ['images that are gone, or lack files', { checks: [check('offers')] }, ['offers']],
    ['automatic sync that is off does not stall an import', { checks: [check('sync')] }, []],
    ['2 hours in 3.5', { lastStarted: new Date(NOW - 2 * HOUR - 1).toISOString() }, ['time-limit']],
    ['less than 2 hours', { lastStarted: new Date(NOW - 2 * HOUR).toISOString() }, []],
    [
      '2 hours without an import',
      { importing: false, lastStarted: new Date(NOW - 3 * HOUR).toISOString() },
      [],
    ],
    ['2 hours in 3.4', { version: '3.4.9', lastStarted: new Date(NOW - 3 * HOUR).toISOString() }, []],
    ['2 hours in 3.8', { version: '3.8.0', lastStarted: new Date(NOW - 3 * HOUR).toISOString() }, []],
    ['a proxy, and no other cause', { proxy: proxy() }, ['proxy']],
    ['a proxy, and another cause', { proxy: proxy(), checks: [check('offers')] }, ['offers']],
    ['a proxy, and no connection', { proxy: proxy(), notifications: [OFFLINE] }, ['unreachable', 'proxy']],
    ['a proxy that is not used, and no other cause', { proxy: proxy({ skipsSources: true }) }, []],
    [
      'a proxy that is not used, and no connection',
      { proxy: proxy({ enabled: false }), notifications: [OFFLINE] },
      ['unreachable', 'proxy'],
    ],
    ['no proxy is set', { proxy: proxy({ url: '' }), notifications: [OFFLINE] }, ['unreachable']],
    ['a keyring that only the region has', { reads: [onlyOnRegion] }, ['keyring-1']],
    [
      'the same, with a signature that MAAS refuses',
      { reads: [onlyOnRegion], notifications: [importer('gpgv failed')] },
      ['signature', 'keyring-1'],
    ],
    [
      'the same, of a disabled source',
      { reads: [{ ...onlyOnRegion, source: { ...aSource(), enabled: false } }] },
      [],
    ],
    ['someone who cannot see sources', { reads: null, notifications: [OFFLINE] }, ['unreachable']],
  ])('%s', (_, given, ids) => {
    expect(causes(given).map(({ id }) => id)).toEqual(ids)
  })
})

test.each<[string, CauseFacts['reads'], RegExp]>([
  ['reads everything', [read()], /can read all sources, so the connection of the region itself/],
  ['cannot read it either', [read({ error: 'No answer.' })], /cannot read .+ either/],
  ['has not read it yet', [read({ catalogue: null })], /^MAAS reports it in a notification\.$/],
])('MAAS cannot reach a source, and the gateway %s', (_, reads, text) => {
  expect(causes({ reads, notifications: [OFFLINE] })[0]?.text).toMatch(text)
})

test('what a notice of Preflight explains is only named', () => {
  const [one] = causes({ checks: [check('sources', { problems: [problem('No source', 'none')] })] })
  expect(one).toMatchObject({ title: 'No source', text: '', next: 'A notice on this page says what to do.' })
})
