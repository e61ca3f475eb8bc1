import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import type { UploadParams } from './upload-form.ts'

/* Only what no recording shows, because the recordings are replayed. */

const bytes = (letter: string, count: number) => new TextEncoder().encode(letter.repeat(count))
const sumOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

const FORM: UploadParams = {
  name: 'custom-1',
  architecture: 'amd64/generic',
  sha256: sumOf(bytes('x', 10)),
  size: '10',
  title: undefined,
  filetype: undefined,
  baseImage: undefined,
  content: undefined,
}

const regionWithJammy = (version = '3.5.13') =>
  recordedRegion(
    (state) => hold(state, kernelsOf([...state.offers.values()].flat(), 'ubuntu', 'jammy', 'amd64')),
    { version },
  ).region

type Region = ReturnType<typeof regionWithJammy>

function uploaded(region: Region, change: Partial<UploadParams> = {}) {
  const resource = region.createUpload({ ...FORM, ...change })
  const id = resource.sets[0]?.files[0]?.uploadId ?? 0
  return {
    resource,
    send: (part: Uint8Array) => region.appendToUpload(resource.id, id, part),
    done: () => region.resource(resource.id).sets[0]?.files[0]?.done,
  }
}

function refusalOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof MaasRefusal) return error.reason
    throw error
  }
  return null
}

test('the parts of a file add up', () => {
  const { send, done } = uploaded(regionWithJammy())
  send(bytes('x', 4))
  expect(done()).toBe(4)
  send(bytes('x', 6))
  expect(done()).toBe(10)
})

test('an architecture counts if the region holds a complete image to commission machines with', () => {
  const { region } = recordedRegion((state) => {
    const offer = [...state.offers.values()].flat()
    hold(state, kernelsOf(offer, 'ubuntu', 'jammy', 'amd64'))
    // only a root archive
    hold(
      state,
      kernelsOf(offer, 'centos', '8', 'amd64').map((product) => ({ ...product, arch: 'arm64' })),
    )
  })
  expect(uploaded(region).done()).toBe(0)
  expect(refusalOf(() => uploaded(region, { architecture: 'arm64/generic' }))).toEqual({
    kind: 'invalid',
    fields: { architecture: [expect.stringMatching(/^'arm64\/generic' is not a valid architecture/)] },
  })
})

test('after a wrong sha256 the last part can be sent again', () => {
  const { send, done } = uploaded(regionWithJammy())
  send(bytes('x', 6))
  expect(refusalOf(() => send(bytes('y', 4)))).toEqual({
    kind: 'refused',
    message: 'Saved content does not match given SHA256 value.',
  })
  expect(done()).toBe(6)
  send(bytes('x', 4))
  expect(done()).toBe(10)
})

test.each([
  ['3.4.9', { kind: 'crash', message: expect.stringContaining('No space left on device') }, null],
  ['3.7.3', { kind: 'died' }, null],
  [
    '3.8.0',
    { kind: 'refused', message: 'No space left on device' },
    { kind: 'refused', message: 'Saved content does not match given SHA256 value.' },
  ],
])(
  'MAAS %s refuses a part for which the disk has no room; 3.8 also loses the file',
  (version, full, later) => {
    const region = regionWithJammy(version)
    const { send, done } = uploaded(region)
    region.setFreeBytes(7)
    send(bytes('x', 6))
    expect(refusalOf(() => send(bytes('x', 4)))).toEqual(full)
    expect(done()).toBe(6)
    region.setFreeBytes(Infinity)
    expect(refusalOf(() => send(bytes('x', 4)))).toEqual(later)
  },
)

test('a file belongs to its image: through another one it does not exist', () => {
  const region = regionWithJammy()
  const [first, second] = [uploaded(region), uploaded(region, { name: 'custom-2' })]
  const id = first.resource.sets[0]?.files[0]?.uploadId ?? 0
  expect(refusalOf(() => region.appendToUpload(second.resource.id, id, bytes('x', 1)))).toEqual({
    kind: 'missing',
    message: 'No BootResourceFile matches the given query.',
  })
})

test('an image that is sent whole is complete, with the sha256 of its bytes', () => {
  const content = bytes('z', 5)
  const { resource } = uploaded(regionWithJammy(), { content, sha256: undefined, size: undefined })
  expect(resource.sets[0]?.files).toMatchObject([{ sha256: sumOf(content), size: 5, done: 5 }])
})

test('up to 3.7 the prefix custom/ is removed from a name, and from 3.8 on it is kept', () => {
  expect(uploaded(regionWithJammy(), { name: 'custom/x' }).resource.name).toBe('x')
  expect(uploaded(regionWithJammy('3.8.0'), { name: 'custom/x' }).resource.name).toBe('custom/x')
})

test('imports do not change an upload, and deleting its image ends it', () => {
  const region = regionWithJammy()
  const { resource, send } = uploaded(region)
  region.startImport()
  region.stopImport()
  send(bytes('x', 10))
  region.deleteResource(resource.id)
  expect(region.resources('Uploaded')).toEqual([])
})

test.each<[what: string, change: Partial<UploadParams>, field: string, message: string]>([
  [
    'a long sha256',
    { sha256: 'a'.repeat(65) },
    'sha256',
    'Ensure this value has at most 64 characters (it has 65).',
  ],
  ['an empty file', { content: new Uint8Array(0) }, 'content', 'The submitted file is empty.'],
  ['an operating system as the name', { name: 'custom/ubuntu' }, 'name', 'ubuntu is a reserved name'],
  [
    'a base image without Linux',
    { baseImage: 'windows/2019' },
    'base_image',
    'custom images require a valid non-custom OS type base image',
  ],
])('%s is refused', (_what, change, field, message) => {
  expect(refusalOf(() => regionWithJammy().createUpload({ ...FORM, ...change }))).toEqual({
    kind: 'invalid',
    fields: { [field]: [message] },
  })
})

test('MAAS fails on a name with two slashes', () => {
  expect(refusalOf(() => regionWithJammy().createUpload({ ...FORM, name: 'a/b/c' }))).toEqual({
    kind: 'crash',
    message: 'too many values to unpack (expected 2)',
  })
})

test.each([
  ['ddtgz', 'root-dd', 'root-dd'],
  ['txz', 'root-txz', 'root.txz'],
  ['ddraw', 'root-dd.raw', 'root-dd.raw'],
])('a %s file is kept as %s with the name %s', (filetype, kept, filename) => {
  const { resource } = uploaded(regionWithJammy(), { filetype })
  expect(resource.sets[0]?.files).toMatchObject([{ filetype: kept, filename }])
})

test('only the file types of MAAS are accepted, not property names that every object has', () => {
  expect(refusalOf(() => regionWithJammy().createUpload({ ...FORM, filetype: 'toString' }))).toMatchObject({
    kind: 'invalid',
  })
})
