import type { Question } from './fixture-client.ts'
import { JSON_TYPE, refused, TEXT_TYPE, type Answer, type Recorded } from './recorded.ts'

const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const KEYRING = [153, 1, 13, 4]

const newSource = (body: Question['body'], answer: Answer): Recorded => ({
  path: 'boot-sources/',
  method: 'POST',
  ...(body !== undefined && { body }),
  ...answer,
})
const url = (text: string, answer: Answer) =>
  newSource({ form: { url: text, keyring_filename: KEYRING_FILE } }, answer)
const badUrl = refused({ url: ['Enter a valid URL.'] })
const noKeyring = ['One of keyring_data or keyring_filename must be specified.']
const twoKeyrings = ['Only one of keyring_filename or keyring_data can be specified.']

const put = (rest: Answer): Recorded => ({ path: 'boot-sources/2/', method: 'PUT', ...rest })

/** Stories about boot sources. */
export const RECORDED_SOURCES: Record<string, Recorded[]> = {
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
    newSource(
      { json: [1, 2] },
      { status: 500, type: TEXT_TYPE, text: "'list' object has no attribute 'items'" },
    ),
    newSource({ raw: 'garbage', type: 'multipart/form-data; boundary=x' }, refused({ __all__: noKeyring })),
    newSource({ raw: 'garbage', type: 'multipart/form-data' }, { status: 400, text: '' }),
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
    put({
      body: { parts: [['url', 'http://up2.example.com/i/']] },
      status: 200,
      has: { url: 'http://up2.example.com/i/', keyring_filename: KEYRING_FILE },
    }),
    put({ status: 200 }),
    put({ body: { form: { url: '' } }, ...refused({ url: ['This field is required.'] }) }),
    put({ body: { form: { url: 'bad' } }, ...badUrl }),
    put({ body: { parts: [['keyring_data', KEYRING]] }, ...refused({ __all__: twoKeyrings }) }),
    put({
      body: {
        parts: [
          ['keyring_data', KEYRING],
          ['keyring_filename', ''],
        ],
      },
      status: 200,
      has: { keyring_filename: '', keyring_data: 'mQENBA==' },
    }),
    put({
      body: { form: { url: 'http://up3.example.com/' } },
      status: 500,
      type: TEXT_TYPE,
      text: "'memoryview' object has no attribute 'read'",
    }),
    put({ body: { form: { keyring_filename: '/k', keyring_data: '' } }, status: 500, type: TEXT_TYPE }),
    put({ status: 500, type: TEXT_TYPE }),
    put({
      body: {
        parts: [
          ['keyring_filename', '/k'],
          ['keyring_data', []],
        ],
      },
      ...refused({ keyring_data: ['The submitted file is empty.'], __all__: twoKeyrings }),
    }),
    put({
      body: {
        parts: [
          ['url', 'http://up3.example.com/'],
          ['keyring_data', KEYRING],
        ],
      },
      status: 200,
      has: { url: 'http://up3.example.com/' },
    }),
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
      type: TEXT_TYPE,
      text: "Field 'id' expected a number but got 'abc'.",
    },
    { path: 'boot-sources', status: 404, text: 'Unknown API endpoint: /MAAS/api/2.0/boot-sources.' },
    { path: 'boot-sources//', status: 404 },
  ],
}
