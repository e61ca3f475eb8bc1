import type { ContractCall } from '#testing/contract/contract-call.ts'

/** Of "hello". */
const SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'
const UPLOAD = { name: 'hello', architecture: 'amd64/generic', sha256: SHA256, size: '5', title: 'Hello' }

export const IMAGE_CALLS: readonly ContractCall[] = [
  {
    title: 'custom images',
    call: 'GET boot-resources/?type=uploaded',
    status: 200,
    json: [
      {
        id: 24,
        name: 'build-agent',
        type: 'Uploaded',
        architecture: 'amd64/generic',
        title: 'Build agent (hardened)',
      },
    ],
  },
  {
    title: 'a wrong type',
    call: 'GET boot-resources/?type=nonsense',
    status: 400,
    text: "'nonsense' is not a valid boot resource type. Available types: ['synced', 'uploaded']",
  },
  {
    title: 'synced images',
    call: 'GET boot-resources/?type=synced',
    status: 200,
    has: '"name": "ubuntu/noble"',
  },
  { title: 'an image', call: 'GET boot-resources/9/', status: 200, has: '"name": "ubuntu/jammy"' },
  {
    title: 'an image that does not exist',
    call: 'GET boot-resources/9999/',
    status: 404,
    text: 'No BootResource matches the given query.',
  },
  {
    title: 'an image is not changed',
    call: 'PUT boot-resources/9/',
    form: { title: 'x' },
    status: 405,
    allow: 'GET, DELETE',
  },
  {
    title: 'an announced upload',
    call: 'POST boot-resources/',
    form: UPLOAD,
    status: 201,
    has: '"upload_uri": "/MAAS/api/2.0/boot-resources/25/upload/1/"',
  },
  {
    title: 'an upload without a name',
    call: 'POST boot-resources/',
    form: { ...UPLOAD, name: '' },
    status: 400,
    text: '{"name": ["This field is required."]}',
  },
  {
    title: 'an upload with a wrong architecture',
    call: 'POST boot-resources/',
    form: { ...UPLOAD, architecture: 'vax' },
    status: 400,
    text: `{"architecture": ["'vax' is not a valid architecture.  It should be one of: 'amd64/generic'."]}`,
  },
  {
    title: 'an upload of a size that is not a number',
    call: 'POST boot-resources/',
    form: { ...UPLOAD, size: 'x' },
    status: 400,
    text: '{"size": ["Enter a whole number."]}',
  },
  {
    title: 'the first part of the file',
    call: 'PUT boot-resources/25/upload/1/',
    bytes: 'hel',
    status: 200,
    text: 'OK',
  },
  {
    title: 'a part of the file has arrived',
    call: 'GET boot-resources/25/',
    status: 200,
    has: '"progress": 60.0',
  },
  {
    title: 'more than the file has',
    call: 'PUT boot-resources/25/upload/1/',
    bytes: 'lo, all',
    status: 400,
    text: 'Too much data received.',
  },
  {
    title: 'other bytes than announced',
    call: 'PUT boot-resources/25/upload/1/',
    bytes: 'lp',
    status: 400,
    text: 'Saved content does not match given SHA256 value.',
  },
  {
    title: 'the rest of the file',
    call: 'PUT boot-resources/25/upload/1/',
    bytes: 'lo',
    status: 200,
    text: 'OK',
  },
  {
    title: 'the custom image is complete',
    call: 'GET boot-resources/25/',
    status: 200,
    has: '"complete": true',
  },
  {
    title: 'a part for no image',
    call: 'PUT boot-resources/999/upload/1/',
    bytes: 'x',
    status: 404,
    text: 'No BootResource matches the given query.',
  },
  {
    title: 'a whole image',
    call: 'POST boot-resources/',
    parts: { name: 'whole', architecture: 'amd64/generic', content: { file: 'abc' } },
    status: 201,
    has: '"complete": true',
  },
  { title: 'a deleted image', call: 'DELETE boot-resources/9/', status: 204, text: '' },
  {
    title: 'it is gone',
    call: 'GET boot-resources/9/',
    status: 404,
    text: 'No BootResource matches the given query.',
  },
]
