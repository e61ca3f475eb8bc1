import { expect, test } from 'vitest'
import { kernelOf, subarchesOf } from './demo-kernels.ts'

test.each([
  ['ga', '24.04', ['ga-24.04', 'generic']],
  ['ga-ll', '22.04', ['ga-22.04', 'lowlatency']],
  ['hwe-edge', '22.04', ['hwe-22.04-edge', 'generic']],
  ['hwe-ll-edge', '22.04', ['hwe-22.04-edge', 'lowlatency']],
  ['hwe-x-ll', '14.04', ['hwe-x', 'lowlatency']],
  ['hwe-t', '14.04', ['hwe-t', 'generic']],
  ['lpae', '20.04', ['generic-lpae', 'generic-lpae']],
  ['xgene-uboot-mustang', '22.04', ['xgene-uboot-mustang', 'generic']],
])('%s of %s has the subarch and flavor %j', (word, version, kernel) => {
  expect(kernelOf(word, version)).toEqual(kernel)
})

const LETTERS = 'hwe-p,hwe-q,hwe-r,hwe-s,hwe-t,hwe-u,hwe-v,hwe-w'
const GA = 'ga-16.04,ga-16.10,ga-17.04,ga-17.10,ga-18.04'

test.each([
  ['hwe-t', '14.04', 'amd64', 'generic,hwe-p,hwe-q,hwe-r,hwe-s,hwe-t'],
  ['hwe-x', '14.04', 'amd64', `generic,${LETTERS},hwe-x`],
  ['ga-16.04', '16.04', 'amd64', `generic,${LETTERS},ga-16.04`],
  ['hwe-16.04', '16.04', 'amd64', `generic,${LETTERS},ga-16.04`],
  ['ga-18.04', '18.04', 'armhf', `generic,highbank,${LETTERS},${GA}`],
  [
    'hwe-16.04-edge',
    '16.04',
    'amd64',
    `generic,${LETTERS},ga-16.04,hwe-16.04,hwe-16.10,hwe-17.04,hwe-17.10,hwe-18.04`,
  ],
  ['hwe-18.04-edge', '18.04', 'amd64', `generic,${LETTERS},${GA},hwe-18.10,hwe-19.04`],
  [
    'hwe-24.04-edge',
    '24.04',
    's390x',
    `generic,${LETTERS},${GA},hwe-18.10,hwe-19.04,hwe-19.10,hwe-20.04,hwe-22.04,hwe-24.04`,
  ],
  ['xgene-uboot', '22.04', 'arm64', 'xgene-uboot'],
  ['generic-lpae', '20.04', 'armhf', 'generic-lpae'],
])('%s of %s on %s supports the kernels before it', (subarch, version, arch, list) => {
  expect(subarchesOf(subarch, version, arch)).toBe(list)
})

test.each([
  ['ga-22.04', '22.04', 22],
  ['hwe-22.04', '22.04', 22],
  ['ga-24.04', '24.04', 26],
])('the list of %s for %s is as long as the real one: %i', (subarch, version, length) => {
  expect(subarchesOf(subarch, version, 'amd64').split(',')).toHaveLength(length)
})
