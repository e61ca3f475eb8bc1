import { expect, test } from 'vitest'
import { anImage, aRelease, centosRelease } from '#testing/image-fixtures.ts'
import { fullTitle, osTitle } from '#selections/os-titles.ts'
import { releaseFacts } from './release-facts.ts'

test('a catalogue says what a release is called', () => {
  expect(releaseFacts('ubuntu', 'noble', aRelease(), [])).toEqual({
    title: '24.04 LTS',
    codename: 'Noble Numbat',
    lts: true,
    supportEol: '2029-05-31',
    version: '24.04',
  })
})

test('the name of the OS is not said twice', () => {
  const { title } = releaseFacts('centos', '8', centosRelease, [])
  expect(title).toBe('8')
  expect(fullTitle('centos', title)).toBe('CentOS 8')
})

test.each([
  ['MAAS’s own title', [anImage([], { title: 'Ubuntu 22.04 LTS' })], '22.04 LTS', '22.04', true],
  [
    'the GA kernel of an LTS release',
    [anImage([['ga-22.04', null]], { title: null })],
    '22.04 LTS',
    '22.04',
    true,
  ],
  [
    'the GA kernel of another release',
    [anImage([['ga-24.10', null]], { title: null })],
    '24.10',
    '24.10',
    false,
  ],
  [
    'a release of an odd year is not an LTS',
    [anImage([['ga-25.04', null]], { title: null })],
    '25.04',
    '25.04',
    false,
  ],
  ['its bare name', [], 'jammy', '', false],
])('without a catalogue a release is called by %s', (_, images, title, version, lts) => {
  expect(releaseFacts('ubuntu', 'jammy', null, images)).toMatchObject({ title, version, lts })
})

test('systems have the names people know; an unknown one keeps its own', () => {
  expect(osTitle('ubuntu-core')).toBe('Ubuntu Core')
  expect(osTitle('debian')).toBe('Debian')
})
