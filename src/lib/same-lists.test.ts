import { expect, test } from 'vitest'
import { sameSelection } from './same-lists.ts'

const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64', 'arm64'], subarches: ['*'], labels: ['*'] }

test.each<[rule: string, other: Partial<typeof NOBLE>, to37: boolean, from38: boolean]>([
  ['the order of a list means nothing', { arches: ['arm64', 'amd64'] }, true, true],
  ['a name that is there twice means nothing', { arches: ['amd64', 'arm64', 'arm64'] }, true, true],
  ['* swallows the other names of its list', { subarches: ['ga-24.04', '*'] }, true, true],
  ['* is not the architectures of today', { arches: ['*'] }, false, false],
  ['an architecture less', { arches: ['amd64'] }, false, false],
  ['an architecture more', { arches: ['amd64', 'arm64', 's390x'] }, false, false],
  ['another kernel', { subarches: ['ga-24.04'] }, false, false],
  ['another label', { labels: ['candidate'] }, false, false],
  ['another release', { release: 'jammy' }, false, false],
  ['another operating system', { os: 'centos' }, false, false],
  ['no kernels are none up to 3.7, and all from 3.8 on', { subarches: [] }, false, true],
  ['no labels are none up to 3.7, and all from 3.8 on', { labels: [] }, false, true],
  ['no architectures are none everywhere', { arches: [] }, false, false],
])('%s', (_, other, to37, from38) => {
  const one = { ...NOBLE, ...other }
  expect([sameSelection(NOBLE, one, false), sameSelection(one, NOBLE, false)]).toEqual([to37, to37])
  expect([sameSelection(NOBLE, one, true), sameSelection(one, NOBLE, true)]).toEqual([from38, from38])
})
