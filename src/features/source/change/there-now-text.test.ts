import { expect, test } from 'vitest'
import type { ThereNow } from '#contract/there-now.ts'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import { thereNowText } from './there-now-text.ts'

const { source } = bootSourceAt(1, 'http://mirror.example.com/ubuntu/')
const selection = (release: string, ...arches: string[]) => ({
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const many = ['bionic', 'focal', 'jammy', 'noble', 'plucky', 'questing', 'resolute']

test.each<[ThereNow, string]>([
  [
    { what: 'selection', selection: selection('noble', 'amd64', 'arm64') },
    'MAAS now has ubuntu noble (amd64, arm64) selected.',
  ],
  [
    { what: 'selection', selection: selection('noble', '*') },
    'MAAS now has ubuntu noble (all architectures) selected.',
  ],
  [{ what: 'selection', selection: null }, 'The selection no longer exists.'],
  [{ what: 'source', source: null, selections: [] }, 'The boot source no longer exists.'],
  [{ what: 'source', source, selections: null }, 'The boot source is now mirror.example.com/ubuntu.'],
  [
    { what: 'source', source, selections: [] },
    'The boot source is now mirror.example.com/ubuntu, with nothing selected.',
  ],
  [
    { what: 'source', source, selections: many.map((release) => selection(release, 'amd64')) },
    'The boot source is now mirror.example.com/ubuntu, with ubuntu bionic (amd64), ubuntu focal (amd64), ubuntu jammy (amd64), ubuntu noble (amd64), ubuntu plucky (amd64), 2 more selected.',
  ],
  [{ what: 'sources', sources: [source] }, 'The boot sources are now: mirror.example.com/ubuntu.'],
  [{ what: 'sources', sources: [] }, 'The boot sources are now: none.'],
])('%j is described as %j', (now, text) => {
  expect(thereNowText(now)).toBe(text)
})
