import { expect, test } from 'vitest'
import { describeWrite } from './describe-write.ts'
import { safeText, safeUrl } from './safe-text.ts'

const API = '/MAAS/api/2.0/'
const KEYRING = btoa('the data of a keyring')
const SOURCE = {
  url: 'http://user:pa%20ss@mirror.example.com/images/?token=hidden#part',
  keyring_filename: '',
  keyring_data: KEYRING,
}
const SELECTION = {
  os: 'ubuntu',
  release: 'noble',
  arches: ['arm64', 'amd64'],
  subarches: ['*'],
  labels: ['*'],
}
const URL_SHOWN = 'http://mirror.example.com/images/'

const said = (line: string, body: unknown = {}) => {
  const [method = '', path = ''] = line.split(' ')
  const found = describeWrite({ method, path: API + path, body }, (id) => `image of ${id}`)
  return found && [found.what, found.action, found.key, found.subject, found.before, found.after]
}

test.each<[line: string, body: unknown, says: ReturnType<typeof said>]>([
  [
    'POST boot-sources/',
    { ...SOURCE, priority: 3, expected: [] },
    ['source', 'create', `source at ${URL_SHOWN}`, URL_SHOWN, null, `${URL_SHOWN}; keyring data; priority 3`],
  ],
  [
    'PUT boot-sources/7/',
    { keyring_filename: '/usr/share/keyring.gpg', enabled: false, expected: SOURCE },
    [
      'source',
      'change',
      'source 7',
      URL_SHOWN,
      `${URL_SHOWN}; keyring data`,
      `${URL_SHOWN}; keyring /usr/share/keyring.gpg; disabled`,
    ],
  ],
  [
    'DELETE boot-sources/7/',
    { expected: { ...SOURCE, selections: [] } },
    ['source', 'delete', 'source 7', URL_SHOWN, `${URL_SHOWN}; keyring data`, null],
  ],
  [
    'POST boot-sources/7/selections/',
    { ...SELECTION, expected: null },
    ['selection', 'create', 'selection 7/ubuntu/noble', 'ubuntu noble', null, 'amd64, arm64; kernels all'],
  ],
  [
    'PUT boot-sources/7/selections/4/',
    { ...SELECTION, arches: ['*'], subarches: ['ga-24.04'], labels: ['stable'], expected: SELECTION },
    [
      'selection',
      'change',
      'selection 7/ubuntu/noble',
      'ubuntu noble',
      'amd64, arm64; kernels all',
      'all architectures; kernels ga-24.04; labels stable',
    ],
  ],
  [
    'DELETE boot-sources/7/selections/4/',
    { expected: SELECTION },
    ['selection', 'delete', 'selection 7/ubuntu/noble', 'ubuntu noble', 'amd64, arm64; kernels all', null],
  ],
  ['POST boot-resources/?op=import', {}, ['import', 'start', 'import', 'Import', null, null]],
  ['POST boot-resources/?op=stop_import', {}, ['import', 'stop', 'import', 'Import', null, null]],
  ['DELETE boot-resources/12/', {}, ['image', 'delete', 'image 12', 'image of 12', null, null]],
  ['POST boot-resources/', { name: 'golden' }, ['image', 'upload', 'image golden', 'golden', null, null]],
  [
    'POST maas/?op=set_config',
    { name: 'boot_images_auto_import', value: false },
    ['setting', 'change', 'setting boot_images_auto_import', 'Automatically sync images', 'on', 'off'],
  ],
  [
    'POST maas/?op=set_config',
    { name: 'default_min_hwe_kernel', value: '', expected: 'ga-24.04' },
    ['setting', 'change', 'setting default_min_hwe_kernel', 'Default minimum kernel', 'ga-24.04', 'none'],
  ],
  [
    'POST notifications/3/?op=dismiss',
    {},
    ['notification', 'dismiss', 'notification 3', 'MAAS notification 3', null, null],
  ],
  ['PUT boot-resources/12/upload/3/', 'bytes', null],
  ['PUT boot-sources/7/', { url: 'x' }, null],
])('%s of %j', (line, body, says) => {
  expect(said(line, body)).toEqual(says)
})

test.each(['POST boot-sources/', 'PUT boot-sources/7/', 'DELETE boot-sources/7/'])(
  'nothing secret of %s is kept',
  (line) => {
    const kept = JSON.stringify(said(line, { ...SOURCE, expected: { ...SOURCE, selections: [] } }))
    for (const secret of [KEYRING, 'pa%20ss', 'pa ss', 'user', 'token', 'hidden'])
      expect(kept).not.toContain(secret)
  },
)

test.each([
  ['https://ann:secret@[::1]:80/a/?key=secret', 'https://[::1]:80/a/'],
  ['ann:secret@host/path', 'ann:secret@host/path'.replace('ann:secret@', '')],
  ['//ann:secret@host/a', '//host/a'],
  ['//ann:sec@ret@host/a', '//host/a'],
])('the address %s is kept as %s', (url, shown) => {
  expect(safeUrl(url)).toBe(shown)
})

test('a message keeps its words and loses the secret parts of addresses', () => {
  expect(
    safeText('Failed to import from “http://a:b@host/x?key=c#d” (timeout). See https://maas.io/docs?'),
  ).toBe('Failed to import from “http://host/x” (timeout). See https://maas.io/docs')
})
