import { expect, test } from 'vitest'
import type { Image } from '#contract/gateway.ts'
import {
  architecturesOf,
  formErrors,
  keptName,
  needsBase,
  standing,
  type UploadContext,
  type UploadForm,
} from './form.ts'

const image = (name: string, arch = 'amd64', more: Partial<Image> = {}): Image => {
  const [os = '', release = ''] = name.includes('/') ? name.split('/') : ['', name]
  return {
    kind: 'synced',
    os,
    release,
    arch,
    title: null,
    known: true,
    heldBytes: 1,
    incoming: null,
    lastDeployed: null,
    kernels: [{ id: 1, name: 'ga-24.04', held: '20261101', incoming: null }],
    ...more,
  }
}
const arriving = { kernels: [{ id: 2, name: 'ga', held: null, incoming: null }] }
const known = (version = '3.5.13'): UploadContext => ({
  version,
  offered: ['ubuntu/noble', 'ubuntu/jammy', 'centos/centos70'],
  uploading: [{ name: 'custom/agent', arch: 'amd64' }],
  images: [
    image('ubuntu/noble'),
    image('ubuntu/jammy', 'arm64', arriving),
    image('centos/centos70', 'ppc64el'),
    image('my-image', 'amd64', { kind: 'uploaded' }),
    image('windows/win2022', 'amd64', { kind: 'uploaded' }),
  ],
})
const FORM: UploadForm = { name: 'web', title: '', arch: 'amd64', baseImage: 'ubuntu/noble', filetype: 'tgz' }

test.each<[field: keyof UploadForm, value: string, error: RegExp | null, version?: string]>([
  ['name', 'web', null],
  ['name', ' web-1 ', null],
  ['name', 'custom/web', null],
  ['name', 'agent', /list above has an upload named agent for amd64/],
  ['name', 'agent', null, '3.8.0'],
  ['name', 'windows/win2025', null],
  ['name', 'ubuntu/web', null],
  ['name', '', /Enter a name/],
  ['name', 'x'.repeat(256), /255/],
  ['name', 'a/b/c', /one slash/],
  ['name', 'windows/', /before and after/],
  ['name', '/web', /before and after/],
  [
    'name',
    'debian/web',
    /^MAAS does not support the operating system debian\. Begin the name with one of ubuntu, .*, or leave out/,
  ],
  ['name', 'noble', /reserved/],
  ['name', 'ubuntu', /reserved/],
  ['name', 'ubuntu/noble', /reserved/],
  ['name', 'custom/noble', /noble is reserved/],
  ['name', 'custom/noble', null, '3.8.0'],
  ['name', 'centos8', /reserved/],
  ['name', 'centos80', /reserved/],
  ['name', 'centos800', null],
  ['name', 'ol/ol9', null],
  ['name', 'ol/ol9', /does not support/, '3.4.9'],
  ['arch', 'amd64', null],
  ['arch', '', /Choose/],
  ['arch', 'arm64', /no complete Ubuntu image for arm64/],
  ['arch', 'ppc64el', /ppc64el/],
  ['baseImage', '', null],
  ['baseImage', 'Ubuntu/Noble', null],
  ['baseImage', 'ubuntu', /such as ubuntu\/noble/],
  ['baseImage', 'ubuntu/', /such as ubuntu\/noble/],
  ['baseImage', 'windows/win2022', /cannot base/],
  ['baseImage', 'ubuntu/24.04', /code name/],
  ['baseImage', 'rhel/rhel9', null],
  ['baseImage', 'rhel/9', /such as rhel9/],
  ['baseImage', 'ol/ol9', null],
  ['baseImage', 'ol/ol9', /cannot base/, '3.4.9'],
])('the field %s with %j: %s', (field, value, error, version) => {
  const errors = formErrors({ ...FORM, [field]: value }, known(version))
  expect(Object.keys(errors)).toEqual(error === null ? [] : [field])
  expect(errors[field] ?? '').toMatch(error ?? /^$/)
})

test('a base image does not matter to a name with an operating system of its own', () => {
  expect(['web', 'custom/web', 'windows/win2022', 'ubuntu/web'].map(needsBase)).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(formErrors({ ...FORM, name: 'windows/web', baseImage: 'nonsense' }, known())).toEqual({})
})

test('only complete Ubuntu images make an architecture usable', () => {
  expect(architecturesOf(known().images)).toEqual(['amd64'])
  expect(formErrors(FORM, { ...known(), images: [] }).arch).toMatch(/Import one first/)
})

test.each([
  ['my-image', '3.5.13', 'my-image'],
  ['custom/my-image', '3.5.13', 'my-image'],
  ['custom/my-image', '3.8.0', undefined],
  ['windows/win2022', '3.5.13', 'win2022'],
  ['other', '3.5.13', undefined],
])('an upload of %s to MAAS %s replaces %s', (name, version, release) => {
  expect(standing({ ...FORM, name }, known(version))?.release).toBe(release)
  expect(standing({ ...FORM, name, arch: 'arm64' }, known(version))).toBeUndefined()
})

test('from 3.8 on MAAS keeps the prefix custom/', () => {
  expect([keptName('custom/x', '3.7.3'), keptName('custom/x', '3.8.0')]).toEqual(['x', 'custom/x'])
})
