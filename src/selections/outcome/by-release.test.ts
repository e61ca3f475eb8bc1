import { expect, test } from 'vitest'
import { byRelease } from './by-release.ts'
import type { WantedRelease } from '#selections/wanted.ts'

const selection = (part: Partial<WantedRelease>): WantedRelease => ({
  os: 'ubuntu',
  release: 'noble',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
  ...part,
})

test('all selections of a release are found, in their order', () => {
  const [one, other, two] = [
    selection({}),
    selection({ release: 'jammy' }),
    selection({ arches: ['arm64'] }),
  ] as const
  const list = byRelease([one, other, two])
  expect(list.get('ubuntu/noble')).toEqual([one, two])
  expect(list.get('ubuntu/jammy')).toEqual([other])
  expect(list.get('centos/noble')).toBeUndefined()
})
