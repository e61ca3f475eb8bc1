import { BOOT_SOURCE, SELECTION, USER, VERSION } from './answer-types.ts'
import type { GoRequest } from './go-wire.ts'
import type { Step } from './steps.ts'

/* What Terraform's provider sends first, and for boot sources and their selections. `by`: see go-requests.ts. */

type GoStep = Step<GoRequest>

const KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

export const CONNECTION: GoStep[] = [
  {
    by: 'Version.Get',
    sends: 'GET version/',
    status: 200,
    reads: VERSION,
    needs: ['version', 'capabilities'],
  },
  { by: 'Users.Whoami', sends: 'GET users/?op=whoami', status: 200, reads: USER, needs: ['username'] },
]

export const SOURCES: GoStep[] = [
  { by: 'd maas_boot_source', sends: 'GET boot-sources/', status: 200, reads: { list: BOOT_SOURCE } },
  {
    by: 'BootSources.Create',
    sends: 'POST boot-sources/?op=',
    form: [
      ['keyring_filename', KEYRING],
      ['url', 'http://go.example.com/i/'],
    ],
    status: 201,
    reads: BOOT_SOURCE,
    needs: ['id', 'url', 'keyring_filename', 'resource_uri'],
    keeps: { as: 'source', field: 'id' },
  },
  {
    by: 'BootSource.Get',
    sends: 'GET boot-sources/{source}/',
    status: 200,
    reads: BOOT_SOURCE,
    needs: ['id', 'url'],
  },
  {
    by: 'r maas_boot_source, changed',
    sends: 'PUT boot-sources/{source}/',
    form: [
      ['keyring_filename', KEYRING],
      ['url', 'http://go2.example.com/i/'],
    ],
    status: 200,
    reads: BOOT_SOURCE,
    // gomaasapi refuses the answer to a PUT without it
    needs: ['resource_uri', 'url', 'updated'],
  },
  {
    by: 'r maas_boot_source with keyring_data',
    sends: 'PUT boot-sources/{source}/',
    form: [
      ['keyring_data', 'mQENBA=='],
      ['url', 'http://go2.example.com/i/'],
    ],
    status: 200,
    reads: BOOT_SOURCE,
    needs: ['resource_uri'],
  },
  { by: 'BootSource.Delete', sends: 'DELETE boot-sources/{source}/', status: 204 },
  { by: 'BootSource.Get', sends: 'GET boot-sources/{source}/', status: 404 },
]

export const SELECTIONS: GoStep[] = [
  {
    by: 'd maas_boot_source_selection',
    sends: 'GET boot-sources/1/selections/',
    status: 200,
    reads: { list: SELECTION },
  },
  {
    by: 'r maas_boot_source_selection, created',
    sends: 'POST boot-sources/1/selections/?op=',
    form: [
      ['arches', 'amd64'],
      ['arches', 'arm64'],
      ['labels', '*'],
      ['os', 'ubuntu'],
      ['release', 'plucky'],
      ['subarches', '*'],
    ],
    // MAAS creates selections with 200, and sources with 201
    status: 200,
    reads: SELECTION,
    needs: ['id', 'os', 'release', 'arches', 'subarches', 'labels', 'boot_source_id'],
    keeps: { as: 'selection', field: 'id' },
  },
  {
    by: 'r maas_boot_source_selection, read',
    sends: 'GET boot-sources/1/selections/{selection}/',
    status: 200,
    reads: SELECTION,
    needs: ['id', 'boot_source_id', 'arches'],
  },
  {
    by: 'r maas_boot_source_selection, changed',
    sends: 'PUT boot-sources/1/selections/{selection}/',
    form: [
      ['arches', 'amd64'],
      ['labels', '*'],
      ['os', 'ubuntu'],
      ['release', 'plucky'],
      ['subarches', '*'],
    ],
    status: 200,
    reads: SELECTION,
    needs: ['resource_uri', 'arches'],
  },
  {
    by: 'r maas_boot_source_selection, deleted',
    sends: 'DELETE boot-sources/1/selections/{selection}/',
    status: 204,
  },
  // the provider accepts this one: the selection was deleted elsewhere
  {
    by: 'r maas_boot_source_selection, deleted again',
    sends: 'DELETE boot-sources/1/selections/{selection}/',
    status: 404,
  },
  {
    by: 'r maas_boot_source_selection, not offered',
    sends: 'POST boot-sources/1/selections/?op=',
    form: [
      ['arches', 'amd64'],
      ['os', 'ubuntu'],
      ['release', 'nonesuch'],
    ],
    status: 400,
  },
]
