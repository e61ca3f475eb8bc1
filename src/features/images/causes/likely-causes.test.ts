import { describe, expect, test } from 'vitest'
import type { ImageProxy } from '#api/image-proxy.ts'
import type { Notification } from '#contract/maas.ts'
import type { Check, PreflightProblem } from '#features/images/preflight/checks.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { aSource } from '#testing/image-fixtures.ts'
import { likelyCauses, type CauseFacts } from './likely-causes.ts'

const note = (ident: string, message: string): Notification => ({
  id: 1,
  ident,
  message,
  category: 'error',
  dismissable: true,
})
const importer = (error: string) =>
  note('Image importer', `Failed to import images from http://images.maas.io/ephemeral-v3/stable/: ${error}`)
const OFFLINE = importer('[Errno 110] Connection timed out')
const UNSIGNED = note(
  'Image importer',
  'Failed to import images from http://m/ (No signature found!). Verify network connectivity via your external proxy (http://proxy:3128/) and try again.',
)
const FULL = note('Image synchronization', "some region controllers don't have enough disk space")

const check = (id: string, part: Partial<Check> = {}): Check => ({
  id,
  title: id,
  state: 'problem',
  detail: 'Detail.',
  problems: [],
  fix: null,
  ...part,
})
const problem = (title: string, halts?: PreflightProblem['halts']): PreflightProblem => ({
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
    events: [],
    proxy: null,
    neverBegan: false,
    lacking: { gone: [], absent: [] },
    ...given,
  })

describe('the likely causes, the most likely first', () => {
  test.each<[string, Partial<CauseFacts>, string[]]>([
    ['nothing is known', {}, []],
    ['a full disk', { notifications: [FULL] }, ['disk']],
    ['two failures', { notifications: [OFFLINE, FULL] }, ['disk', 'unreachable']],
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
    [
      'an event about nothing to import',
      { events: ['Unable to import boot images, no image descriptions.'] },
      ['nothing'],
    ],
    ['images that lack files', { lacking: { gone: [], absent: ['a'] } }, ['absent']],
    ['images that are gone', { lacking: { gone: ['a'], absent: [] } }, ['not-offered']],
    [
      'images that are gone, as MAAS reports',
      {
        notifications: [note('Selection availability 3', 'It is not available anymore.')],
        lacking: { gone: ['a'], absent: [] },
      },
      ['gone'],
    ],
    [
      'images that are gone, and a proxy',
      { proxy: proxy(), lacking: { gone: ['a'], absent: [] } },
      ['proxy', 'not-offered'],
    ],
    ['automatic sync that is off does not stall an import', { checks: [check('sync')] }, []],
    ['a proxy, and no other cause', { proxy: proxy() }, ['proxy']],
    ['a proxy, and another cause', { proxy: proxy(), lacking: { gone: [], absent: ['a'] } }, ['absent']],
    ['a proxy, and no connection', { proxy: proxy(), notifications: [OFFLINE] }, ['unreachable', 'proxy']],
    ['a proxy that is not used, and no other cause', { proxy: proxy({ skipsSources: true }) }, []],
    [
      'a proxy that is not used, and no connection',
      { proxy: proxy({ enabled: false }), notifications: [OFFLINE] },
      ['unreachable', 'proxy'],
    ],
    [
      'a proxy, and an answer without a signature',
      { proxy: proxy(), notifications: [UNSIGNED] },
      ['unsigned', 'proxy'],
    ],
    ['a proxy, and a full disk', { proxy: proxy(), notifications: [FULL] }, ['disk']],
    [
      'a proxy for files only, and no other cause',
      { version: '3.5.8', proxy: proxy({ skipsSources: true }) },
      ['proxy'],
    ],
    ['an import that ended before it began', { neverBegan: true }, ['never-began']],
    [
      'the same, with a keyring that only the region has',
      { neverBegan: true, reads: [onlyOnRegion] },
      ['never-began', 'keyring-1'],
    ],
    [
      'a source that MAAS 3.8 could not read',
      {
        version: '3.8.0',
        proxy: proxy(),
        reads: [onlyOnRegion],
        notifications: [note('Image manifest fetcher (boot source 1)', 'Failed to fetch image manifest.')],
      },
      ['manifest', 'proxy', 'keyring-1'],
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
  ['reads it', [read()], /can read it, so the connection of the region itself/],
  [
    'reads it, but not another one',
    [read(), read({ source: aSource(2, 'http://other.example.com/'), error: 'No.' })],
    /can read it/,
  ],
  ['cannot read it either', [read({ error: 'No answer.' })], /cannot read maas.io either/],
  ['has not read it yet', [read({ catalogue: null })], /^MAAS reports it in a notification\.$/],
])('MAAS cannot reach a source, and the gateway %s', (_, reads, text) => {
  const [first] = causes({ reads, notifications: [OFFLINE] })
  expect(first?.title).toBe('MAAS cannot reach maas.io')
  expect(first?.text).toMatch(text)
})

test('a source is named as on the page, with the message of MAAS, and without its user', () => {
  const source = aSource(3, 'http://me:secret@mirror.example.com/ubuntu/')
  const message = 'Failed to import images from http://me:***@mirror.example.com/ubuntu/: Unable to open it.'
  const [first] = causes({ reads: [read({ source })], notifications: [note('Image importer', message)] })
  expect(first).toMatchObject({
    title: 'MAAS found no index at mirror.example.com/ubuntu',
    detail: message,
  })
})

test('several sources with the same failure are named in one cause', () => {
  const message = ['one', 'two', 'three']
    .map((name) => `Failed to import images from http://${name}.example.com/: Connection refused`)
    .join('\n')
  const all = causes({ notifications: [note('Image importer', message)] })
  expect(all.map(({ title }) => title)).toEqual([
    'MAAS cannot reach one.example.com, two.example.com and three.example.com',
  ])
})

test('what a notice of Preflight explains is only named', () => {
  const [one] = causes({ checks: [check('sources', { problems: [problem('No source', 'none')] })] })
  expect(one).toMatchObject({ title: 'No source', text: '', next: 'A notice on this page says what to do.' })
})
