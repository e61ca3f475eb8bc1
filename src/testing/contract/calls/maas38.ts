import type { ContractCall } from '#testing/contract/contract-call.ts'

const KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const SOURCE = { url: 'http://mirror.example.com/plain', keyring_filename: KEYRING }

/** What only MAAS 3.8 answers like this, in the scenario maas-3.8. */
export const MAAS_38: readonly ContractCall[] = [
  { title: 'the version', as: 'no one', call: 'GET version/', status: 200, json: { version: '3.8.0' } },
  {
    title: 'sources have names and priorities',
    call: 'GET boot-sources/',
    status: 200,
    json: [
      { name: 'MAAS Stable', priority: 1, enabled: true },
      { name: 'MAAS Candidate', priority: 2, enabled: false },
      { name: 'Local mirror', priority: 10, enabled: true },
    ],
  },
  {
    title: 'a priority that is taken',
    call: 'POST boot-sources/',
    form: { ...SOURCE, priority: '10' },
    status: 409,
    has: 'Conflict error. Try your request again, as it will most likely succeed.',
  },
  {
    title: 'a new source without a priority gets one above all others',
    call: 'POST boot-sources/',
    form: SOURCE,
    status: 201,
    json: { id: 4, name: 'http://mirror.example.com/plain', priority: 11, enabled: true },
  },
  {
    title: 'a source that is switched off',
    call: 'PUT boot-sources/4/',
    form: { enabled: 'false' },
    status: 200,
    json: { id: 4, enabled: false },
  },
  {
    title: 'a name that is taken',
    call: 'PUT boot-sources/4/',
    form: { name: 'Local mirror' },
    status: 400,
    has: 'already exists.',
  },
  {
    title: 'the refusal names the permission',
    as: 'operator',
    call: 'GET boot-sources/',
    status: 403,
    has: "The user should have permission 'can_view_boot_entities'",
  },
  {
    title: 'the selection of the commissioning release is deleted',
    call: 'DELETE boot-sources/1/selections/1/',
    status: 204,
    text: '',
  },
  {
    title: 'no events of imports',
    call: 'GET events/?op=query&level=DEBUG',
    status: 200,
    json: { count: 0 },
  },
]
