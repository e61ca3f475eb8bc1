import { expect, test } from 'vitest'
import type { BootResourceSet } from '#contract/boot-resource.ts'
import type { ResourceDetail } from '#gateway/region/resource-detail.ts'
import { groupImages } from './group-images.ts'

type File = [sha256: string, size: number, progress?: number]

/** A set of files in a list; a file with a progress is incomplete, and so is its set. */
function set(version: string, ...files: File[]): BootResourceSet[] {
  const entries = files.map(([sha256, size, progress]) => [
    sha256,
    {
      filename: sha256,
      filetype: sha256,
      sha256,
      size,
      complete: progress === undefined,
      ...(progress !== undefined && { progress }),
    },
  ])
  const complete = files.every(([, , progress]) => progress === undefined)
  return [{ version, label: 'stable', size: 0, complete, files: Object.fromEntries(entries) }]
}

let nextId = 1
/** @param sets in the order in which MAAS created them */
function resource(
  name: string,
  architecture: string,
  sets: BootResourceSet[] = [],
  more: Partial<ResourceDetail> = {},
) {
  return { id: nextId++, type: 'Synced', name, architecture, last_deployed: null, sets, ...more }
}

function group(...resources: ResourceDetail[]) {
  return groupImages(resources, new Map(resources.map((one) => [one.id, one])))
}

test('kernels of one release and architecture are one image, and their shared files count once', () => {
  const [image, ...rest] = group(
    resource('ubuntu/jammy', 'amd64/hwe-22.04', set('20260901', ['kernel-b', 14], ['squashfs', 400])),
    resource('ubuntu/jammy', 'amd64/ga-22.04', set('20260901', ['kernel-a', 15], ['squashfs', 400]), {
      title: 'Ubuntu 22.04 LTS',
      last_deployed: '2026-11-01T10:00:00',
    }),
  )
  expect(rest).toEqual([])
  expect(image).toMatchObject({
    kind: 'synced',
    os: 'ubuntu',
    release: 'jammy',
    arch: 'amd64',
    title: 'Ubuntu 22.04 LTS',
    known: true,
    heldBytes: 429,
    incoming: null,
    lastDeployed: '2026-11-01T10:00:00',
  })
  expect(image?.kernels.map(({ name, held }) => [name, held])).toEqual([
    ['ga-22.04', '20260901'],
    ['hwe-22.04', '20260901'],
  ])
})

test('arriving bytes are counted by unique file, with the progress of the furthest kernel', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', set('2', ['kernel', 100, 10], ['squashfs', 1000, 50])),
    resource('ubuntu/noble', 'amd64/hwe-24.04', set('2', ['other', 100], ['squashfs', 1000, 40])),
  )
  expect(image?.incoming).toEqual({ bytes: 1200, done: 610 })
  expect(image?.kernels.map(({ incoming }) => incoming)).toEqual([
    { version: '2', progress: 46 },
    { version: '2', progress: 45 },
  ])
})

test('the total of an arriving image does not fall when one of its kernels is complete', () => {
  const shared: File = ['squashfs', 1000]
  const read = (ga: File, hwe: File) =>
    group(
      resource('ubuntu/noble', 'amd64/ga-24.04', set('2', ga, shared)),
      resource('ubuntu/noble', 'amd64/hwe-24.04', set('2', hwe, shared)),
    )[0]
  expect(read(['kernel', 100, 50], ['other', 200, 0])?.incoming).toEqual({ bytes: 1300, done: 1050 })
  expect(read(['kernel', 100], ['other', 200, 25])?.incoming).toEqual({ bytes: 1300, done: 1150 })
  expect(read(['kernel', 100], ['other', 200])?.incoming).toBeNull()
})

test('kernels with another version than the arriving one do not count as arriving', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', set('1', ['kernel', 100])),
    resource('ubuntu/noble', 'amd64/hwe-24.04', set('2', ['other', 200, 25])),
  )
  expect(image?.incoming).toEqual({ bytes: 200, done: 50 })
})

test('an image of which only a complete kernel is there has not begun to arrive', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', set('2', ['kernel', 100])),
    resource('ubuntu/noble', 'amd64/hwe-24.04', set('2', ['other', 200, 0])),
  )
  expect(image?.incoming).toEqual({ bytes: 200, done: 0 })
})

test('the newest complete version is held, and a newer incomplete one is arriving', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', [
      ...set('20260101', ['a', 1]),
      ...set('20260301.1', ['b', 2]),
      ...set('20260301', ['c', 4, 90]),
      ...set('20260401', ['d', 8, 25]),
    ]),
  )
  expect(image).toMatchObject({ heldBytes: 2, incoming: { bytes: 8, done: 2 } })
  expect(image?.kernels[0]).toMatchObject({
    held: '20260301.1',
    incoming: { version: '20260401', progress: 25 },
  })
})

test('when a source goes back to an older version, that version arrives beside the newer one that MAAS holds', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', [
      ...set('20260901', ['b', 2]),
      ...set('20260601', ['a', 10, 40]),
    ]),
  )
  expect(image).toMatchObject({ heldBytes: 2, incoming: { bytes: 10, done: 4 } })
  expect(image?.kernels[0]).toMatchObject({
    held: '20260901',
    incoming: { version: '20260601', progress: 40 },
  })
})

test('of two complete versions, the one that MAAS created last is held, even if it is older', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', [
      ...set('20260901', ['b', 2]),
      ...set('20260601', ['a', 10]),
      ...set('20261001', ['c', 4, 0]),
      ...set('20260801', ['d', 8, 25]),
    ]),
  )
  expect(image).toMatchObject({ heldBytes: 10, incoming: { bytes: 8, done: 2 } })
  expect(image?.kernels[0]).toMatchObject({ held: '20260601', incoming: { version: '20260801' } })
})

test('a version is not at 100 % before it is complete', () => {
  const [image] = group(resource('ubuntu/noble', 'amd64/ga-24.04', set('2', ['squashfs', 1000, 99.99])))
  expect(image?.incoming).toEqual({ bytes: 1000, done: 999 })
  expect(image?.kernels[0]?.incoming).toEqual({ version: '2', progress: 99 })
})

test('a version without files has the progress that MAAS reports', () => {
  const empty = { version: '3', label: 'stable', size: 0, complete: false, progress: 12.5, files: {} }
  const [image] = group(resource('ubuntu/noble', 'amd64/ga-24.04', [empty]))
  expect(image?.incoming).toEqual({ bytes: 0, done: 0 })
  expect(image?.kernels[0]?.incoming).toEqual({ version: '3', progress: 12 })
})

test.each([
  ['files', [{ version: '1', label: 'stable', size: 0, complete: false, progress: 0, files: {} }]],
  ['bytes', set('1', ['a', 2, 0])],
])('an older version without %s, as MAAS 3.8 keeps it of bootloaders, is not arriving', (_, left) => {
  const [image] = group(resource('grub-efi/uefi', 'arm64/generic', [...left, ...set('2', ['b', 2])]))
  expect(image).toMatchObject({ heldBytes: 2, incoming: null })
})

test.each([
  ['created before a complete one', [...set('2', ['b', 2, 0]), ...set('1', ['a', 2])], null],
  ['created last', [...set('2', ['b', 2]), ...set('1', ['a', 2, 0])], { bytes: 2, done: 0 }],
])('a version of a bootloader without bytes, %s, in a source that went back', (_, sets, incoming) => {
  const [image] = group(resource('grub-efi/uefi', 'arm64/generic', sets))
  expect(image).toMatchObject({ heldBytes: 2, incoming })
})

test('an older version of an image arrives from its first byte on', () => {
  const [image] = group(
    resource('ubuntu/noble', 'amd64/ga-24.04', [...set('1', ['a', 2, 0]), ...set('2', ['b', 2])]),
  )
  expect(image?.incoming).toEqual({ bytes: 2, done: 0 })
})

test.each([
  [
    'complete and waiting files rests',
    [
      ['a', 2],
      ['b', 4, 0],
    ],
    true,
  ],
  [
    'a partial file does not',
    [
      ['a', 2],
      ['b', 4, 25],
    ],
    undefined,
  ],
  ['only waiting files does not', [['b', 4, 0]], undefined],
] satisfies [string, File[], true | undefined][])('an image with %s', (_, files, resting) => {
  const [image] = group(resource('ubuntu/noble', 'amd64/ga-24.04', set('2', ...files)))
  expect(image?.incoming?.resting).toBe(resting)
})

test('an image is not known while one of its kernels has not been read', () => {
  const read = resource('ubuntu/jammy', 'amd64/ga-22.04', set('1', ['a', 5]))
  const unread = resource('ubuntu/jammy', 'amd64/hwe-22.04')
  const [image] = groupImages([read, unread], new Map([[read.id, read]]))
  expect(image).toMatchObject({ known: false, heldBytes: 5 })
})

test.each([
  ['Synced', 'grub-efi-signed/uefi', 'bootloader', 'grub-efi-signed', 'uefi'],
  ['Synced', 'grub-efi/uefi', 'bootloader', 'grub-efi', 'uefi'],
  ['Synced', 'grub-ieee1275/open-firmware', 'bootloader', 'grub-ieee1275', 'open-firmware'],
  ['Synced', 'pxelinux/pxe', 'bootloader', 'pxelinux', 'pxe'],
  ['Synced', 'centos/8', 'synced', 'centos', '8'],
  ['Uploaded', 'my-image', 'uploaded', '', 'my-image'],
  ['Uploaded', 'custom/my-image', 'uploaded', 'custom', 'my-image'],
  ['Uploaded', 'ubuntu/jammy', 'uploaded', 'ubuntu', 'jammy'],
])('%s %s is %s', (type, name, kind, os, release) => {
  expect(group(resource(name, 'amd64/generic', [], { type }))).toMatchObject([{ kind, os, release }])
})

test('an uploaded image of the same name stays apart from the synced one', () => {
  const images = group(
    resource('ubuntu/jammy', 'amd64/generic', [], { type: 'Uploaded' }),
    resource('ubuntu/jammy', 'amd64/ga-22.04'),
    resource('ubuntu/jammy', 'arm64/ga-22.04'),
  )
  expect(images.map(({ kind, arch }) => `${kind} ${arch}`)).toEqual([
    'synced amd64',
    'synced arm64',
    'uploaded amd64',
  ])
})

test('of an uploaded image only the newest version counts: MAAS keeps the earlier ones without files', () => {
  const upload = (...sets: BootResourceSet[][]) =>
    group(
      resource('my-image', 'amd64/generic', sets.flat(), {
        type: 'Uploaded',
        base_image: 'ubuntu/noble',
      }),
    )[0]
  const replaced = [{ version: '20261123', label: 'uploaded', size: 0, complete: false, files: {} }]
  expect(upload(replaced, set('20261123.10', ['root-tgz', 50]))).toMatchObject({
    heldBytes: 50,
    incoming: null,
    upload: { baseImage: 'ubuntu/noble', filetype: 'root-tgz', bytes: 50 },
  })
  expect(upload(set('20261123.9', ['old', 7]), set('20261123.10', ['root-tgz', 50, 40]))).toMatchObject({
    heldBytes: 0,
    incoming: { bytes: 50, done: 20 },
    upload: { filetype: 'root-tgz', bytes: 50 },
  })
})
