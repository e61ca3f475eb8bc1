import type { ContractCall } from '#testing/contract/contract-call.ts'

/** What MAAS notifies administrators of. */
const FAILURES = [
  { ident: 'Image importer', category: 'error', dismissable: true },
  { ident: 'Image synchronization', category: 'error', dismissable: false },
]

export const NOTICES: readonly ContractCall[] = [
  {
    title: 'notifications of the administrator',
    call: 'GET notifications/',
    status: 200,
    json: [
      {
        id: 1,
        message: 'The rack controller far-away does not answer.',
        category: 'error',
        dismissable: true,
      },
      {
        id: 2,
        message: 'The certificate of this region ends in 12 days.',
        category: 'warning',
        dismissable: false,
      },
      { id: 3, message: 'A new version of MAAS is available.', category: 'info', dismissable: true },
      { id: 4, message: 'The backup of this region is complete.', category: 'success', dismissable: true },
      ...FAILURES,
    ],
  },
  {
    title: 'a notification',
    call: 'GET notifications/1/',
    status: 200,
    json: {
      id: 1,
      message: 'The rack controller far-away does not answer.',
      category: 'error',
      dismissable: true,
    },
  },
  {
    title: 'a notification that does not exist',
    call: 'GET notifications/99/',
    status: 404,
    text: 'No Notification matches the given query.',
  },
  {
    title: 'a dismissed notification',
    call: 'POST notifications/1/?op=dismiss',
    form: {},
    status: 200,
    text: 'null',
  },
  {
    title: 'one that cannot be dismissed',
    call: 'POST notifications/2/?op=dismiss',
    form: {},
    status: 500,
    text: 'Notification is not dismissable',
  },
  {
    title: 'it is dismissed for one user only',
    as: 'operator',
    call: 'GET notifications/',
    status: 200,
    json: [
      {
        id: 1,
        message: 'The rack controller far-away does not answer.',
        category: 'error',
        dismissable: true,
      },
      {
        id: 2,
        message: 'The certificate of this region ends in 12 days.',
        category: 'warning',
        dismissable: false,
      },
      { id: 3, message: 'A new version of MAAS is available.', category: 'info', dismissable: true },
      { id: 4, message: 'The backup of this region is complete.', category: 'success', dismissable: true },
    ],
  },
  {
    title: 'the others stay',
    call: 'GET notifications/',
    status: 200,
    json: [
      {
        id: 2,
        message: 'The certificate of this region ends in 12 days.',
        category: 'warning',
        dismissable: false,
      },
      { id: 3, message: 'A new version of MAAS is available.', category: 'info', dismissable: true },
      { id: 4, message: 'The backup of this region is complete.', category: 'success', dismissable: true },
      ...FAILURES,
    ],
  },
  {
    title: 'events of imports',
    call: 'GET events/?op=query&level=DEBUG&limit=2',
    status: 200,
    has: '"description": "Importing images from source: http://images.maas.io/ephemeral-v3/stable/"',
  },
  {
    title: 'a level that does not exist',
    call: 'GET events/?op=query&level=LOUD',
    status: 400,
    text: 'Unrecognised log level: LOUD',
  },
  {
    title: 'too many events',
    call: 'GET events/?op=query&limit=1001',
    status: 400,
    text: 'Requested number of events 1001 is greater than limit: 1000',
  },
  {
    title: 'events without an operation',
    call: 'GET events/',
    status: 400,
    text: 'Unrecognised signature: method=GET op=None',
  },
]
