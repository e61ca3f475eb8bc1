import type { ContractCall } from '#testing/contract/contract-call.ts'

const KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const MIRROR = 'http://mirror.example.com/ubuntu/'

export const SOURCE_CALLS: readonly ContractCall[] = [
  {
    title: 'the sources',
    call: 'GET boot-sources/',
    status: 200,
    json: [
      {
        url: 'http://images.maas.io/ephemeral-v3/stable/',
        keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
        id: 1,
      },
    ],
  },
  {
    title: 'a source',
    call: 'GET boot-sources/1/',
    status: 200,
    json: {
      url: 'http://images.maas.io/ephemeral-v3/stable/',
      keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
      id: 1,
    },
  },
  {
    title: 'a source that does not exist',
    call: 'GET boot-sources/99/',
    status: 404,
    text: 'No BootSource matches the given query.',
  },
  {
    title: 'an ID that is not a number',
    call: 'GET boot-sources/one/',
    status: 500,
    text: "Field 'id' expected a number but got 'one'.",
  },
  {
    title: 'a new source',
    call: 'POST boot-sources/',
    form: { url: MIRROR, keyring_filename: KEYRING },
    status: 201,
    json: {
      url: 'http://mirror.example.com/ubuntu/',
      keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
      id: 2,
    },
  },
  {
    title: 'an address that is taken',
    call: 'POST boot-sources/',
    form: { url: MIRROR, keyring_filename: KEYRING },
    status: 400,
    text: '{"url": ["Boot source with this Url already exists."]}',
  },
  {
    title: 'no address',
    call: 'POST boot-sources/',
    form: { keyring_filename: KEYRING },
    status: 400,
    text: '{"url": ["This field is required."]}',
  },
  {
    title: 'a wrong address',
    call: 'POST boot-sources/',
    form: { url: 'nonsense', keyring_filename: KEYRING },
    status: 400,
    text: '{"url": ["Enter a valid URL."]}',
  },
  {
    title: 'no keyring',
    call: 'POST boot-sources/',
    form: { url: 'http://mirror.example.com/plain/' },
    status: 400,
    text: '{"__all__": ["One of keyring_data or keyring_filename must be specified."]}',
  },
  {
    title: 'two keyrings',
    call: 'POST boot-sources/',
    parts: {
      url: 'http://mirror.example.com/plain/',
      keyring_filename: KEYRING,
      keyring_data: { file: 'key' },
    },
    status: 400,
    text: '{"__all__": ["Only one of keyring_filename or keyring_data can be specified."]}',
  },
  {
    title: 'a keyring as a file',
    call: 'POST boot-sources/',
    parts: { url: 'http://mirror.example.com/plain/', keyring_data: { file: 'key' } },
    status: 201,
    json: { url: 'http://mirror.example.com/plain/', keyring_data: 'a2V5', id: 3 },
  },
  {
    title: 'a source with such a keyring is not changed',
    call: 'PUT boot-sources/3/',
    form: { url: 'http://mirror.example.com/large/' },
    status: 500,
    text: "'memoryview' object has no attribute 'read'",
  },
  {
    title: 'a changed address',
    call: 'PUT boot-sources/2/',
    form: { url: 'http://mirror.example.com/other/' },
    status: 200,
    json: {
      url: 'http://mirror.example.com/other/',
      keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
      id: 2,
    },
  },
  {
    title: 'a change to a wrong address',
    call: 'PUT boot-sources/2/',
    form: { url: 'nonsense' },
    status: 400,
    text: '{"url": ["Enter a valid URL."]}',
  },
  {
    title: 'a change of nothing that exists',
    call: 'PUT boot-sources/99/',
    form: { url: MIRROR },
    status: 404,
    text: 'No BootSource matches the given query.',
  },
  {
    title: 'a source takes no POST',
    call: 'POST boot-sources/2/',
    form: {},
    status: 405,
    allow: 'DELETE, PUT, GET',
  },
  { title: 'a deleted source', call: 'DELETE boot-sources/3/', status: 204, text: '' },
  {
    title: 'it is gone',
    call: 'DELETE boot-sources/3/',
    status: 404,
    text: 'No BootSource matches the given query.',
  },
  {
    title: 'the sources afterwards',
    call: 'GET boot-sources/',
    status: 200,
    json: [
      {
        url: 'http://images.maas.io/ephemeral-v3/stable/',
        keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
        id: 1,
      },
      {
        url: 'http://mirror.example.com/other/',
        keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
        id: 2,
      },
    ],
  },
]
