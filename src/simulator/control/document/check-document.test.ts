import { afterAll, beforeAll, expect, test } from 'vitest'
import { callControl } from '#simulator/control/call-control.ts'
import type { StateDocument } from '#simulator/control/state-document.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ speed: 0, now: () => Date.UTC(2026, 10, 23, 9) })
})
afterAll(() => simulator.close())

/** A document with one value changed. */
type Change = (document: Mutable<StateDocument>) => void
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

const first = <T>(rows: readonly T[]): T => {
  const [row] = rows
  if (row === undefined) throw new Error('The state has no such row.')
  return row
}

test.each<[string, Change, string]>([
  [
    'a setting of a wrong type',
    ({ config }) => (config['boot_images_auto_import'] = 'yes'),
    'config.boot_images_auto_import: must be true or false',
  ],
  [
    'a number as text',
    ({ config }) => (config['session_length'] = '60'),
    'config.session_length: must be a whole number',
  ],
  ['text as a number', ({ config }) => (config['maas_name'] = 3), 'config.maas_name: must be text'],
  [
    'a list as a setting',
    ({ config }) => (config['http_proxy'] = []),
    'config.http_proxy: must be text, a number, true, false or null',
  ],
  [
    'a setting that MAAS does not have',
    ({ config }) => (config['lost'] = 1),
    'config.lost: MAAS 3.5.13 has no such setting',
  ],
  [
    'more bytes than the file has',
    ({ files }) => (first(Object.values(files)).done = 1e12),
    'done: must be at most ',
  ],
  [
    'a file that does not exist',
    (document) => (document.files = {}),
    'resources[0].sets[0].files[0].sha256: there is no such file in files',
  ],
  [
    'an upload that does not exist',
    ({ resources }) => (first(first(first(resources).sets).files).uploadId = 9),
    'resources[0].sets[0].files[0].uploadId: there is no upload with the ID 9',
  ],
  [
    'more received than expected',
    (document) => (document.uploads = [{ id: 1, resourceId: 1, sha256: 'a', size: 1, received: 2 }]),
    'uploads[0].received: must be at most 1',
  ],
  [
    'a queue that ends before its cursor',
    ({ job }) => job && (job.cursor = 1e6),
    'job.cursor: must be at most ',
  ],
  [
    'a keyring that is not base64',
    ({ sources }) => (first(sources).keyringData = '%'),
    'sources[0].keyringData: must be base64',
  ],
  [
    'a key with a colon',
    ({ users }) => (first(first(users).keys).token = 'a:b'),
    'users[0].keys[0].token: must be text without colons',
  ],
  [
    'two machines with one ID',
    ({ machines }) => machines.push(first(machines)),
    'systemId: another one has the ID m00000',
  ],
  [
    'two racks on the region',
    ({ racks }) => racks.push({ ...first(racks), systemId: 'x' }),
    'racks[1].onRegion: another rack is on the machine of the region',
  ],
  [
    'a rack that is behind in 3.5',
    ({ racks }) => (first(racks).behind = true),
    'racks[0].behind: must be false from MAAS 3.5 on',
  ],
  ['a wrong page key', (document) => (document.pageKey = 'x'), 'pageKey: must be an API key'],
  ['no racks', (document) => delete (document as Partial<StateDocument>).racks, 'racks: must be a list'],
])('%s is refused with its place, and nothing changes', (_, change, message) => {
  const before = simulator.control.readState({})
  const document = structuredClone(before)
  change(document)
  const put = () => callControl(simulator.control, { name: 'replaceState', parts: {}, body: document })
  expect(put).toThrow(message)
  expect(simulator.control.readState({})).toEqual(before)
})

test('own selections of MAAS 3.8 must have a source, and an ID that is not above the last one', () => {
  const { control } = simulator
  control.reset({ scenario: 'maas-3.8' })
  const document = structuredClone(control.readState({}))
  if (document.rules38 === null) throw new Error('The state is not one of MAAS 3.8.')
  document.rules38.lastSelectionId = 1
  first(document.rules38.selections).sourceId = 77
  const put = () => callControl(control, { name: 'replaceState', parts: {}, body: document })
  expect(put).toThrow('rules38.selections[0].sourceId: there is no source with the ID 77')
  expect(put).toThrow('rules38.lastSelectionId: must be at least 6, which is in use')
  control.reset({ scenario: 'default' })
})
