import { expect, test } from 'vitest'
import { failuresOf, failuresOfEvents, type MaasFailure } from './maas-failure.ts'

const FROM = 'Failed to import images from http://m.example.com/'
const POOL =
  "HTTPSConnectionPool(host='m.example.com', port=443): Max retries exceeded with url: /index.sjson"
const SYNC = 'Failed to synchronise boot resources:'
const SELECTION = 'Failed to synchronize selection 4:'

/* Each message as a version of MAAS, or a library that it uses, writes it. */
test.each<[ident: string, message: string, MaasFailure]>([
  // bootsources.py of 3.4 to 3.7
  ['Image importer', `${FROM} (No signature found!). Verify network connectivity and try again.`, 'unsigned'],
  [
    'Image importer',
    `${FROM} (No signature found!). Verify network connectivity via your external proxy (http://p:3128) and try again.`,
    'unsigned',
  ],
  [
    'Image importer',
    `${FROM}: ${POOL} (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object>: Failed to establish a new connection: [Errno 111] Connection refused'))`,
    'unreachable',
  ],
  [
    'Image importer',
    `${FROM}: ${POOL} (Caused by NameResolutionError("Failed to resolve 'm.example.com' ([Errno -2] Name or service not known)"))`,
    'unreachable',
  ],
  ['Image importer', `${FROM}: ${POOL} (Caused by ConnectTimeoutError('timed out'))`, 'unreachable'],
  [
    'Image importer',
    `${FROM}: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))`,
    'unreachable',
  ],
  [
    'Image importer',
    `${FROM}: ${POOL} (Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required')))`,
    'proxy',
  ],
  [
    'Image importer',
    `${FROM}: ${POOL} (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate')))`,
    'certificate',
  ],
  ['Image importer', `${FROM}: Unable to open http://m.example.com/. mirrors=[]`, 'index'],
  ['Image importer', `${FROM}: something else`, 'other'],
  // finalize of 3.5 to 3.7
  ['Image synchronization', `${SYNC} some region controllers don't have enough disk space`, 'disk'],
  ['Image synchronization', `${SYNC} some files could not be downloaded, aborting`, 'disk'],
  ['Image synchronization', `${SYNC} some files could not be synced, aborting`, 'disk'],
  ['Image synchronization', `${SYNC} Workflow timed out`, 'time-limit'],
  ['Image synchronization', `${SYNC} 404, message='Not Found', url='http://m/initrd'`, 'files'],
  ['Image synchronization', `${SYNC} 503, message='Service Unavailable', url='http://m/initrd'`, 'server'],
  ['Image synchronization', `${SYNC} Child Workflow execution failed`, 'other'],
  ['bootresources_export_from_db', 'missing 3 GB', 'disk'],
  // the workflows of 3.8
  ['Sync selection 4', `${SELECTION} No space left on disk`, 'disk'],
  [
    'Sync selection 4',
    `${SELECTION} HTTPStatusError: Client error '404 Not Found' for url 'http://m/initrd'`,
    'files',
  ],
  [
    'Sync selection 4',
    `${SELECTION} HTTPStatusError: Server error '502 Bad Gateway' for url 'http://m/initrd'`,
    'server',
  ],
  [
    'Sync selection 4',
    `${SELECTION} HTTPStatusError: Client error '407 Proxy Authentication Required'`,
    'proxy',
  ],
  ['Sync selection 4', `${SELECTION} Invalid SHA256 checksum`, 'files'],
  [
    'Image manifest fetcher (boot source 1)',
    'Failed to fetch image manifest for boot source with url http://m/.',
    'manifest',
  ],
  [
    'Selection availability 3',
    'After boot source (id=1) updates, the selection is not available anymore.',
    'gone',
  ],
])('%s: %s', (ident, message, failure) => {
  expect(failuresOf({ ident, message }).map((one) => one.failure)).toEqual([failure])
})

test.each([
  ['maas-import-pxe-files script', 'Boot image import process not started.'],
  ['commissioning_series_unselected', 'ubuntu noble is configured'],
  ['Boot sources availability', 'All the boot sources are disabled.'],
  [null, 'No disk space'],
])('%s reports no failed import', (ident, message) => {
  expect(failuresOf({ ident, message })).toEqual([])
})

test('each line of a notification about several sources is a failure of its own, of the source that it names', () => {
  const message = `${FROM}: Connection refused\nFailed to import images from http://b/ (No signature found!). Verify.`
  expect(failuresOf({ ident: 'Image importer', message })).toMatchObject([
    { failure: 'unreachable', source: 'http://m.example.com/' },
    { failure: 'unsigned', source: 'http://b/' },
  ])
})

test('MAAS 3.8 names a source by its ID', () => {
  expect(failuresOf({ ident: 'Image manifest fetcher (boot source 12)', message: '' })).toMatchObject([
    { source: 12 },
  ])
})

test.each([
  // bootresources.py of 3.4 to 3.7
  ['Unable to import boot images, no image descriptions.', ['nothing']],
  [
    "Finalization of imported images skipped, or all {'ubuntu/amd64/ga-22.04/jammy'} synced images would be deleted.",
    ['skipped'],
  ],
  [
    "Failed to finalize boot image ubuntu/jammy. Unexpected checksum 'sha256' (found: a expected: b)",
    ['files'],
  ],
  ['Hash mismatch for resource=b', []],
])('the event “%s” reports %j', (event, failures) => {
  expect(failuresOfEvents([event]).map(({ failure }) => failure)).toEqual(failures)
})
