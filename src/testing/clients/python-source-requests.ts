import { BOOT_SOURCE, SELECTION } from './answer-types.ts'
import type { PythonRequest } from './python-wire.ts'
import type { Step } from './steps.ts'

/* What the maas command and python-libmaas send for boot sources and their selections. `by`: see python-requests.ts. */

type PythonStep = Step<PythonRequest>

const KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const SOURCE_FIELDS = ['id', 'url', 'keyring_filename', 'keyring_data', 'created', 'updated']
const SELECTION_FIELDS = ['id', 'os', 'release', 'arches', 'subarches', 'labels', 'boot_source_id']

export const SOURCES: PythonStep[] = [
  { by: 'client boot_sources.list', sends: 'GET boot-sources/', status: 200, reads: { list: BOOT_SOURCE } },
  {
    by: 'client boot_sources.create, with a keyring file of the region',
    sends: 'POST boot-sources/',
    parts: [
      ['url', 'http://py.example.com/i/'],
      ['keyring_filename', KEYRING],
      ['keyring_data', ''],
    ],
    status: 201,
    reads: BOOT_SOURCE,
    needs: SOURCE_FIELDS,
    keeps: { as: 'source', field: 'id' },
  },
  {
    by: 'client boot_sources.create, with a keyring',
    sends: 'POST boot-sources/',
    parts: [
      ['url', 'http://py2.example.com/i/'],
      ['keyring_filename', ''],
      ['keyring_data', [0x99, 0x01, 0x0d, 0x04]],
    ],
    status: 201,
    reads: BOOT_SOURCE,
    needs: SOURCE_FIELDS,
    keeps: { as: 'second', field: 'id' },
  },
  {
    by: 'client boot_source.save',
    sends: 'PUT boot-sources/{source}/',
    parts: [['url', 'http://py3.example.com/i/']],
    status: 200,
    reads: BOOT_SOURCE,
    needs: SOURCE_FIELDS,
  },
  { by: 'client boot_source.delete', sends: 'DELETE boot-sources/{source}/', parts: [], status: 204 },
  { by: 'client boot_source.delete', sends: 'DELETE boot-sources/{second}/', parts: [], status: 204 },
  { by: 'client boot_sources.get, absent', sends: 'GET boot-sources/{source}/', status: 404 },
]

export const SELECTIONS: PythonStep[] = [
  {
    by: 'client BootSourceSelections.read',
    sends: 'GET boot-sources/1/selections/',
    status: 200,
    reads: { list: SELECTION },
  },
  {
    by: 'client BootSourceSelections.create',
    sends: 'POST boot-sources/1/selections/',
    parts: [
      ['os', 'ubuntu'],
      ['release', 'plucky'],
      ['arches', 'arm64'],
      ['subarches', '*'],
      ['labels', '*'],
    ],
    status: 200,
    reads: SELECTION,
    needs: SELECTION_FIELDS,
    keeps: { as: 'selection', field: 'id' },
  },
  {
    by: 'client BootSourceSelection.read',
    sends: 'GET boot-sources/1/selections/{selection}/',
    status: 200,
    reads: SELECTION,
    needs: SELECTION_FIELDS,
  },
  {
    by: 'maas boot-source-selection update with two architectures',
    sends: 'PUT boot-sources/1/selections/{selection}/',
    parts: [
      ['arches', 'amd64'],
      ['arches', 'arm64'],
    ],
    status: 200,
    reads: SELECTION,
    needs: ['arches.1'],
  },
  {
    by: 'client BootSourceSelection.delete',
    sends: 'DELETE boot-sources/1/selections/{selection}/',
    parts: [],
    status: 204,
  },
  {
    by: 'maas boot-source-selections create 1, and nothing else',
    sends: 'POST boot-sources/1/selections/',
    status: 400,
  },
]
