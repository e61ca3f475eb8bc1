import type { Question } from './fixture-client.ts'

/*
 * What MAAS 3.5.13 answered, restated: each story is asked in order on a region of its own, which has one boot
 * source (id 1, read) and jammy/amd64 selected. `has` are fields of the JSON answer, `text` its exact body.
 */

export type Recorded = Question & {
  status: number
  type?: string | null
  text?: string
  has?: object
  headers?: Record<string, string>
  /** Headers of the answer, names in small letters. */
  sends?: Record<string, string>
}

const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'
const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const KEYRING = [153, 1, 13, 4]

const newSource = (body: Question['body'], answer: Omit<Recorded, 'path'>): Recorded => ({
  path: 'boot-sources/',
  method: 'POST',
  ...(body !== undefined && { body }),
  ...answer,
})
const url = (text: string, answer: Omit<Recorded, 'path'>) =>
  newSource({ form: { url: text, keyring_filename: KEYRING_FILE } }, answer)
const refused = (fields: object, type = JSON_TYPE) => ({ status: 400, type, has: fields })
const badUrl = refused({ url: ['Enter a valid URL.'] })
const noKeyring = ['One of keyring_data or keyring_filename must be specified.']
const twoKeyrings = ['Only one of keyring_filename or keyring_data can be specified.']

const newSelection = (form: Record<string, string | string[]>, answer: Omit<Recorded, 'path'>): Recorded => ({
  path: 'boot-sources/1/selections/',
  method: 'POST',
  body: { form },
  ...answer,
})
const all = { arches: 'amd64', subarches: '*', labels: '*' }
const noble = { os: 'ubuntu', release: 'noble' }
const noImages = (os: string, release: string) =>
  refused({ os: [`OS ${os} with release ${release} has no available images for download`] })
const notThere = (...names: string[]) => [
  `No available images to download for [${names.map((name) => `'${name}'`).join(', ')}]`,
]
const drop = (id: number): Recorded => ({
  path: `boot-sources/1/selections/${id}/`,
  method: 'DELETE',
  status: 204,
  type: 'text/plain',
  text: '',
})
const setting = (name: string, value: string, answer: Omit<Recorded, 'path'>): Recorded => ({
  path: 'maas/?op=set_config',
  method: 'POST',
  body: { form: { name, value } },
  ...answer,
})
const ok = { status: 200, type: 'text/plain', text: 'OK' }
const config = (name: string, text: string): Recorded => ({
  path: `maas/?op=get_config&name=${name}`,
  status: 200,
  type: 'application/json',
  text,
})

export const RECORDED: Record<string, Recorded[]> = {
  'creating boot sources': [
    newSource(
      {
        parts: [
          ['url', 'http://a.example.com/images/'],
          ['keyring_filename', KEYRING_FILE],
        ],
      },
      {
        status: 201,
        type: JSON_TYPE,
        text: [
          '{',
          '    "created": "2026-11-23T09:00:00.196",',
          '    "updated": "2026-11-23T09:00:00.196",',
          '    "url": "http://a.example.com/images/",',
          `    "keyring_filename": "${KEYRING_FILE}",`,
          '    "id": 2,',
          '    "keyring_data": "",',
          '    "resource_uri": "/MAAS/api/2.0/boot-sources/2/"',
          '}',
        ].join('\n'),
      },
    ),
    newSource(
      { json: { url: 'http://b.example.com/', keyring_filename: '/nonexistent' } },
      { status: 201, has: { id: 3 } },
    ),
    newSource(
      {
        parts: [
          ['url', 'http://c.example.com/'],
          ['keyring_data', KEYRING],
        ],
      },
      { status: 201, has: { keyring_filename: '', keyring_data: 'mQENBA==' } },
    ),
    newSource({ json: { keyring_filename: '/k' } }, refused({ url: ['This field is required.'] })),
    newSource(
      { json: { url: 'http://d.example.com/', keyring_data: 'mQENBA==' } },
      refused({ __all__: noKeyring }),
    ),
    newSource(
      {
        parts: [
          ['url', 'http://d.example.com/'],
          ['keyring_data', 'mQENBA=='],
        ],
      },
      refused({ __all__: noKeyring }),
    ),
    newSource(
      {
        parts: [
          ['url', 'http://d.example.com/'],
          ['keyring_data', []],
        ],
      },
      refused({ keyring_data: ['The submitted file is empty.'], __all__: noKeyring }),
    ),
    newSource(
      {
        parts: [
          ['url', 'http://d.example.com/'],
          ['keyring_data', KEYRING],
          ['keyring_filename', '/k'],
        ],
      },
      refused({ __all__: twoKeyrings }),
    ),
    newSource(
      { form: { url: 'http://d.example.com/', keyring_filename: '   ' } },
      refused({ __all__: noKeyring }),
    ),
    newSource(undefined, refused({ url: ['This field is required.'], __all__: noKeyring })),
    newSource({ raw: 'url=http://d.example.com/', type: 'text/plain' }, refused({ __all__: noKeyring })),
    newSource(
      { raw: '{url:', type: 'application/json' },
      { status: 400, type: 'text/plain', text: 'Bad Request' },
    ),
    newSource({ json: [1, 2] }, { status: 500, type: TEXT, text: "'list' object has no attribute 'items'" }),
    newSource({ raw: 'garbage', type: 'multipart/form-data; boundary=x' }, refused({ __all__: noKeyring })),
    url(
      'http://images.maas.io/ephemeral-v3/stable/',
      refused({ url: ['Boot source with this Url already exists.'] }),
    ),
    url('http://images.maas.io/ephemeral-v3/stable', { status: 201 }),
    newSource(
      {
        raw: 'url=http://first.example.com/&url=http://second.example.com/&keyring_filename=/k',
        type: 'application/x-www-form-urlencoded',
      },
      { status: 201, has: { url: 'http://second.example.com/' } },
    ),
    newSource(
      { form: { url: 'http://e.example.com/', keyring_filename: `/${'k'.repeat(4096)}` } },
      refused({ keyring_filename: ['Ensure this value has at most 4096 characters (it has 4097).'] }),
    ),
  ],

  'addresses of boot sources': [
    url('', refused({ url: ['This field is required.'] })),
    url('nonsense', badUrl),
    url('http://mirror/images/', badUrl),
    url('http://x_y.example.com/i/', badUrl),
    url('http://x.example.com/a b/', badUrl),
    url('file:///srv/images/', badUrl),
    url('javascript:alert(1)', badUrl),
    url('http://x.example.com:8/', badUrl),
    url('http://x.example.com/\0', refused({ url: ['Null characters are not allowed.'] })),
    url(
      `http://x.example.com/${'a'.repeat(180)}`,
      refused({ url: ['Ensure this value has at most 200 characters (it has 201).'] }),
    ),
    url('http://localhost/images', { status: 201 }),
    url('ftps://x.example.com/', { status: 201 }),
    url('http://10.0.0.1:8080/i/', { status: 201 }),
    url('http://[fd00::1]:80/i/', { status: 201 }),
    url('http://user:pw@x.example.com/i/', { status: 201 }),
    url('http://exämple.com/i/', { status: 201 }),
    url('x.example.com/images', { status: 201, has: { url: 'http://x.example.com/images' } }),
    url('//x.example.com/i/', { status: 201, has: { url: 'http://x.example.com/i/' } }),
    url('HTTP://X.EXAMPLE.COM/i/', { status: 201, has: { url: 'http://X.EXAMPLE.COM/i/' } }),
    url(' http://trim.example.com/i/ ', { status: 201, has: { url: 'http://trim.example.com/i/' } }),
  ],

  'changing and deleting boot sources': [
    newSource({ form: { url: 'http://up.example.com/i/', keyring_filename: KEYRING_FILE } }, { status: 201 }),
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: { parts: [['url', 'http://up2.example.com/i/']] },
      status: 200,
      has: { url: 'http://up2.example.com/i/', keyring_filename: KEYRING_FILE },
    },
    { path: 'boot-sources/2/', method: 'PUT', status: 200 },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: { form: { url: '' } },
      ...refused({ url: ['This field is required.'] }),
    },
    { path: 'boot-sources/2/', method: 'PUT', body: { form: { url: 'bad' } }, ...badUrl },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: { parts: [['keyring_data', KEYRING]] },
      ...refused({ __all__: twoKeyrings }),
    },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: {
        parts: [
          ['keyring_data', KEYRING],
          ['keyring_filename', ''],
        ],
      },
      status: 200,
      has: { keyring_filename: '', keyring_data: 'mQENBA==' },
    },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: { form: { url: 'http://up3.example.com/' } },
      status: 500,
      type: TEXT,
      text: "'memoryview' object has no attribute 'read'",
    },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: { form: { keyring_filename: '/k', keyring_data: '' } },
      status: 500,
      type: TEXT,
    },
    { path: 'boot-sources/2/', method: 'PUT', status: 500, type: TEXT },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: {
        parts: [
          ['keyring_filename', '/k'],
          ['keyring_data', []],
        ],
      },
      ...refused({ keyring_data: ['The submitted file is empty.'], __all__: twoKeyrings }),
    },
    {
      path: 'boot-sources/2/',
      method: 'PUT',
      body: {
        parts: [
          ['url', 'http://up3.example.com/'],
          ['keyring_data', KEYRING],
        ],
      },
      status: 200,
      has: { url: 'http://up3.example.com/' },
    },
    {
      path: 'boot-sources/2/',
      method: 'PATCH',
      status: 405,
      type: 'text/html; charset=utf-8',
      text: '',
      sends: { allow: 'DELETE, PUT, GET' },
    },
    { path: 'boot-sources/', method: 'PUT', status: 405, text: '', sends: { allow: 'GET, POST' } },
    { path: 'boot-sources/2/', method: 'DELETE', status: 204, type: 'text/plain', text: '' },
    {
      path: 'boot-sources/2/',
      method: 'DELETE',
      status: 404,
      type: 'text/plain',
      text: 'No BootSource matches the given query.',
    },
    {
      path: 'boot-sources/2/',
      status: 404,
      type: 'text/plain',
      text: 'No BootSource matches the given query.',
    },
    {
      path: 'boot-sources/abc/',
      status: 500,
      type: TEXT,
      text: "Field 'id' expected a number but got 'abc'.",
    },
    { path: 'boot-sources', status: 404, text: 'Unknown API endpoint: /MAAS/api/2.0/boot-sources.' },
    { path: 'boot-sources//', status: 404 },
  ],

  'creating selections': [
    {
      path: 'boot-sources/1/selections/',
      method: 'POST',
      body: {
        parts: [
          ['os', 'ubuntu'],
          ['release', 'noble'],
          ['arches', 'amd64'],
          ['arches', 'arm64'],
          ['subarches', 'ga-24.04'],
          ['labels', '*'],
        ],
      },
      status: 200,
      type: JSON_TYPE,
      text: [
        '{',
        '    "os": "ubuntu",',
        '    "release": "noble",',
        '    "arches": [',
        '        "amd64",',
        '        "arm64"',
        '    ],',
        '    "subarches": [',
        '        "ga-24.04"',
        '    ],',
        '    "labels": [',
        '        "*"',
        '    ],',
        '    "boot_source_id": 1,',
        '    "id": 2,',
        '    "resource_uri": "/MAAS/api/2.0/boot-sources/1/selections/2/"',
        '}',
      ].join('\n'),
    },
    newSelection(
      { ...noble, ...all },
      refused(
        { __all__: ['Boot source selection with this Boot source, Os and Release already exists.'] },
        'application/json',
      ),
    ),
    drop(2),
    newSelection({ ...noble, ...all, arches: 'amd64,arm64' }, refused({ arches: notThere('amd64,arm64') })),
    {
      ...newSelection({}, { status: 200 }),
      body: { json: { ...noble, ...all } },
      has: { arches: ['amd64'], id: 3 },
    },
    drop(3),
    newSelection(noble, { status: 200, has: { arches: [], subarches: [], labels: [] } }),
    drop(4),
    newSelection({ release: 'noble', ...all }, { status: 200, has: { os: '' } }),
    drop(5),
    newSelection({ os: 'ubuntu', ...all }, noImages('ubuntu', '')),
    newSelection({}, noImages('', '')),
    newSelection({ ...noble, ...all, os: 'Ubuntu' }, noImages('Ubuntu', 'noble')),
    newSelection({ os: 'ubuntu', release: '*', ...all }, noImages('ubuntu', '*')),
    newSelection(
      { ...noble, ...all, arches: ['amd64', 'riscv64'] },
      refused({ arches: notThere('amd64', 'riscv64') }),
    ),
    newSelection(
      { ...noble, ...all, arches: ['*', 'riscv64'] },
      { status: 200, has: { arches: ['*', 'riscv64'] } },
    ),
    drop(6),
    newSelection(
      { ...noble, arches: 'x', subarches: 'y', labels: 'z' },
      refused({ arches: notThere('x'), subarches: notThere('y'), labels: notThere('z') }),
    ),
    newSelection({ ...noble, arches: '', subarches: '*', labels: '*' }, refused({ arches: notThere('') })),
    newSelection({ ...noble, ...all, subarches: 'generic' }, { status: 200 }),
    newSelection({ os: 'u'.repeat(21), release: 'noble', ...all }, { status: 500, type: TEXT, text: "'os'" }),
    newSelection(
      { os: 'ubuntu', release: 'n'.repeat(21), ...all },
      { status: 500, type: TEXT, text: "'release'" },
    ),
    newSelection({ os: 'grub-efi-signed', release: 'uefi', ...all }, { status: 200 }),
    newSelection({ os: 'centos', release: '8', ...all }, { status: 200 }),
  ],

  'changing and deleting selections': [
    newSelection({ ...noble, ...all }, { status: 200 }),
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { arches: ['amd64', 'arm64'] } },
      status: 200,
      type: JSON_TYPE,
      has: { arches: ['amd64', 'arm64'], subarches: ['*'] },
    },
    { path: 'boot-sources/1/selections/2/', method: 'PUT', status: 200, has: { arches: ['amd64', 'arm64'] } },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { release: 'focal' } },
      status: 200,
      has: { os: 'ubuntu', release: 'focal' },
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { arches: 'riscv64' } },
      ...refused({ arches: notThere('riscv64') }),
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { release: 'jammy', arches: 'amd64' } },
      ...refused(
        { __all__: ['Boot source selection with this Boot source, Os and Release already exists.'] },
        'application/json',
      ),
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'POST',
      status: 405,
      sends: { allow: 'GET, DELETE, PUT' },
    },
    drop(2),
    {
      path: 'boot-sources/1/selections/2/',
      status: 404,
      type: 'text/plain',
      text: 'No BootSourceSelection matches the given query.',
    },
    {
      path: 'boot-sources/1/selections/1/',
      method: 'DELETE',
      status: 400,
      type: TEXT,
      text: 'Unable to delete %s %s. It is the operating system used in ephemeral environments.',
    },
    {
      path: 'boot-sources/99/selections/',
      status: 404,
      type: 'text/plain',
      text: 'No BootSource matches the given query.',
    },
    { path: 'boot-sources/99/selections/1/', status: 404, text: 'No BootSource matches the given query.' },
  ],

  'boot resources of an empty region': [
    { path: 'boot-resources/', status: 200, type: JSON_TYPE, text: '[]' },
    {
      path: 'boot-resources/1/',
      status: 404,
      type: 'text/plain',
      text: 'No BootResource matches the given query.',
    },
    {
      path: 'boot-resources/1/',
      method: 'DELETE',
      status: 500,
      type: TEXT,
      text: 'BootResource matching query does not exist.',
    },
    { path: 'boot-resources/?op=is_importing', status: 200, type: JSON_TYPE, text: 'false' },
    {
      path: 'boot-resources/?op=stop_import',
      method: 'POST',
      status: 200,
      type: TEXT,
      text: 'Import of boot resources is being stopped',
    },
    {
      path: 'boot-resources/?op=import',
      method: 'POST',
      status: 200,
      type: TEXT,
      text: 'Import of boot resources started',
    },
    {
      path: 'boot-resources/?op=import',
      method: 'POST',
      status: 200,
      type: TEXT,
      text: 'Import of boot resources started',
    },
    { path: 'boot-resources/?op=is_importing', status: 200, text: 'true' },
    {
      path: 'boot-resources/?op=nonsense',
      status: 400,
      type: TEXT,
      text: 'Unrecognised signature: method=GET op=nonsense',
    },
    {
      path: 'boot-resources/?type=bad',
      status: 400,
      type: TEXT,
      text: "'bad' is not a valid boot resource type. Available types: ['synced', 'uploaded']",
    },
    {
      path: 'boot-resources/?type=',
      status: 400,
      text: "'' is not a valid boot resource type. Available types: ['synced', 'uploaded']",
    },
    { path: 'boot-resources/?type=synced&type=uploaded', status: 200, text: '[]' },
    { path: 'boot-resources/?foo=bar', status: 200, text: '[]' },
  ],

  settings: [
    config('boot_images_auto_import', 'true'),
    config('commissioning_distro_series', '"jammy"'),
    config('default_osystem', '"ubuntu"'),
    config('http_proxy', 'null'),
    { path: 'maas/?op=get_config', status: 400, type: TEXT, text: 'No provided name!' },
    { path: 'maas/', status: 400, type: TEXT, text: 'Unrecognised signature: method=GET op=None' },
    { path: 'maas/?op=get_config&name=uuid', status: 400, type: 'application/json' },
    setting('boot_images_auto_import', 'false', ok),
    config('boot_images_auto_import', 'false'),
    setting('boot_images_auto_import', '0', ok),
    config('boot_images_auto_import', 'true'),
    { ...setting('', '', ok), body: { json: { name: 'boot_images_auto_import', value: false } } },
    config('boot_images_auto_import', 'false'),
    setting('boot_images_auto_import', 'banana', ok),
    config('boot_images_auto_import', 'true'),
    setting('boot_images_auto_import', '', ok),
    config('boot_images_auto_import', 'false'),
    setting('maas_name', 'naïve ☃', ok),
    config('maas_name', '"na\\u00efve \\u2603"'),
    setting('http_proxy', 'bad', refused({ http_proxy: ['Enter a valid URL.'] })),
    setting('', 'x', { status: 400, type: TEXT, text: 'Invalid name: Please enter a value' }),
    {
      path: 'maas/?op=set_config',
      method: 'POST',
      body: { form: { value: 'x' } },
      status: 400,
      type: TEXT,
      text: 'No provided name!',
    },
    {
      path: 'maas/?op=set_config',
      method: 'POST',
      body: { form: { name: 'maas_name' } },
      status: 400,
      type: TEXT,
      text: 'No provided value!',
    },
    {
      path: 'maas/',
      method: 'POST',
      body: { form: { op: 'set_config', name: 'maas_name', value: 'x' } },
      ...ok,
    },
  ],

  'events, notifications, racks and users': [
    {
      path: 'events/?op=query',
      status: 200,
      type: JSON_TYPE,
      has: { count: 0, events: [], next_uri: '/MAAS/api/2.0/events/?op=query', prev_uri: null },
    },
    { path: 'events/?op=query&level=BAD', status: 400, type: TEXT, text: 'Unrecognised log level: BAD' },
    {
      path: 'events/?op=query&limit=1001',
      status: 400,
      type: TEXT,
      text: 'Requested number of events 1001 is greater than limit: 1000',
    },
    { path: 'events/?op=query&limit=x', status: 400, text: 'Invalid limit: Please enter an integer value' },
    {
      path: 'events/?op=query&after=0&level=INFO',
      status: 200,
      has: {
        next_uri: '/MAAS/api/2.0/events/?op=query&level=INFO',
        prev_uri: '/MAAS/api/2.0/events/?op=query&level=INFO&before=1',
      },
    },
    {
      path: 'events/?op=query&before=1',
      status: 200,
      has: { next_uri: '/MAAS/api/2.0/events/?op=query&after=0', prev_uri: null },
    },
    { path: 'events/', status: 400, type: TEXT, text: 'Unrecognised signature: method=GET op=None' },
    { path: 'notifications/', status: 200, type: JSON_TYPE, text: '[]' },
    {
      path: 'rackcontrollers/abcdef/?op=list_boot_images',
      status: 404,
      type: 'text/plain',
      text: 'No RackController matches the given query.',
    },
    {
      path: 'rackcontrollers/?op=import_boot_images',
      method: 'POST',
      status: 202,
      type: 'text/plain',
      text: 'Accepted',
    },
    {
      path: 'users/?op=whoami',
      status: 200,
      type: JSON_TYPE,
      has: { is_superuser: true, username: 'admin', is_local: true },
    },
    { path: 'users/?op=whoami', as: 'operator', status: 200, has: { is_superuser: false } },
    {
      path: 'version/',
      as: 'nobody',
      status: 200,
      type: JSON_TYPE,
      has: { version: '3.5.13', subversion: '' },
    },
    { path: 'version/', as: 'nobody', headers: { Authorization: 'Bearer junk' }, status: 200 },
    {
      path: '/MAAS/accounts/authenticate/',
      as: 'nobody',
      method: 'POST',
      body: { form: { username: 'admin', password: 'bad' } },
      status: 403,
      text: '',
    },
    {
      path: '/MAAS/accounts/authenticate/',
      as: 'nobody',
      method: 'POST',
      body: { form: { username: 'admin', password: 'admin', consumer: 'dash@host' } },
      status: 200,
      type: 'application/json',
      has: { name: 'dash@host' },
    },
    { path: '/MAAS/accounts/authenticate/', as: 'nobody', status: 405, sends: { allow: 'POST' } },
  ],

  'people who may not': [
    ...['users/?op=whoami', 'boot-resources/', 'maas/?op=get_config&name=maas_name', 'events/?op=query'].map(
      (path): Recorded => ({ path, as: 'nobody', status: 401, type: 'text/plain', text: 'Forbidden' }),
    ),
    { path: 'boot-resources/?op=import', as: 'nobody', method: 'POST', status: 401, text: 'Forbidden' },
    ...(['nobody', 'operator'] as const).flatMap((as) =>
      ['GET', 'POST', 'PUT', 'DELETE'].map((method): Recorded => ({
        path: 'boot-sources/',
        as,
        method,
        status: 403,
        type: TEXT,
        text: 'User is not allowed access to this API.',
      })),
    ),
    {
      path: 'boot-sources/1/selections/1/',
      as: 'operator',
      status: 403,
      text: 'User is not allowed access to this API.',
    },
    {
      path: 'rackcontrollers/',
      as: 'nobody',
      status: 400,
      type: TEXT,
      text: 'Unrecognised signature: method=GET op=None',
    },
    { path: 'boot-resources/', as: 'operator', status: 200, text: '[]' },
    { path: 'boot-resources/?op=is_importing', as: 'operator', status: 200, text: 'false' },
    {
      path: 'boot-resources/1/',
      as: 'operator',
      method: 'DELETE',
      status: 403,
      type: TEXT,
      text: 'This method is reserved for admin users.',
    },
    {
      path: 'boot-resources/?op=import',
      as: 'operator',
      method: 'POST',
      status: 403,
      text: 'This method is reserved for admin users.',
    },
    {
      path: 'maas/?op=set_config',
      as: 'operator',
      method: 'POST',
      status: 403,
      text: 'This method is reserved for admin users.',
    },
    {
      path: 'boot-resources/?op=stop_import',
      method: 'POST',
      headers: { Cookie: 'sessionid=stale' },
      status: 403,
      type: 'text/html',
    },
    {
      path: 'boot-sources/',
      as: 'nobody',
      headers: { Authorization: 'Basic YWRtaW46YWRtaW4=' },
      status: 403,
      text: 'User is not allowed access to this API.',
    },
  ],
}
