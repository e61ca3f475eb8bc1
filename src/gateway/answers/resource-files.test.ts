import { expect, test } from 'vitest'
import type { BootResource } from '#contract/boot-resource.ts'
import { type ResourceDetail, resourceIn } from '#gateway/region/resource-detail.ts'
import { resourceFiles } from './resource-files.ts'

const row = (id: number, type = 'Synced'): BootResource => ({
  id,
  type,
  name: 'ubuntu/noble',
  architecture: 'amd64/ga-24.04',
})
const file = (sha256: string, size: number, progress?: number) => ({
  filename: sha256,
  filetype: 'squashfs',
  sha256,
  size,
  complete: progress === undefined,
  ...(progress !== undefined && { progress }),
})
const detail = (id: number, ...files: ReturnType<typeof file>[]): [number, ResourceDetail] => [
  id,
  {
    ...row(id),
    sets: [
      {
        version: '20260901',
        label: 'stable',
        size: 1,
        complete: files.every(({ complete }) => complete),
        files: Object.fromEntries(files.map((one) => [one.filename, one])),
      },
    ],
  },
]

test('each file has the first digits of its checksum, its downloaded bytes and its name', () => {
  const details = new Map([detail(1, file('A'.repeat(64), 1000), file('b'.repeat(64), 300, 33.4))])
  expect(resourceFiles([row(1)], details)).toEqual({
    complete: true,
    resources: [
      {
        synced: true,
        name: 'ubuntu/noble',
        architecture: 'amd64/ga-24.04',
        sets: [
          {
            version: '20260901',
            label: 'stable',
            complete: false,
            files: [
              ['a'.repeat(16), 1000, 1000, 'A'.repeat(64)],
              ['b'.repeat(16), 300, 100, 'b'.repeat(64)],
            ],
          },
        ],
      },
    ],
  })
})

test.each([
  ['in the order of their names', ['20261001', '20260901.1', '20260901']],
  ['older than the one before it', ['20260601', '20260722']],
  ['of which not all names are whole numbers', ['20260801', '20260901.1', '20261001']],
])('the version that MAAS created last comes last: %s', (_, newestFirst) => {
  const set = (version: string) =>
    JSON.stringify({ version, label: 'stable', size: 0, complete: true, files: {} })
  const sets = newestFirst.map((version) => `"${version}": ${set(version)}`)
  const text = `${JSON.stringify(row(1)).slice(0, -1)}, "sets": {${sets.join(', ')}}}`
  const [resource] = resourceFiles([row(1)], new Map([[1, resourceIn(text)]])).resources
  expect(resource?.sets.map(({ version }) => version)).toEqual(newestFirst.toReversed())
})

test('an unread resource makes the answer incomplete; a custom image is not synced', () => {
  const { complete, resources } = resourceFiles([row(1), row(2, 'Uploaded')], new Map([detail(2)]))
  expect(complete).toBe(false)
  expect(resources.map(({ synced, sets }) => [synced, sets.length])).toEqual([
    [true, 0],
    [false, 1],
  ])
})

test.each([
  ['one region controller', 1, 50, 500],
  ['the only one that has a part of it', 2, 25, 500],
  ['one of two', 2, 50, 1000],
  ['one of three', 3, 100 / 3, 1000],
  ['one of three and a part of another', 3, 40, 1000],
  ['almost one of three', 3, 33, 990],
])('of a file, %s has so much', (_, controllers, progress, here) => {
  const details = new Map([detail(1, file('a'.repeat(64), 1000, progress))])
  const [read] = resourceFiles([row(1)], details, controllers).resources
  expect(read?.sets[0]?.files[0]?.[2]).toBe(here)
})
