import { expect, test } from 'vitest'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import type { SignedStreams } from '#simulator/demo/demo-streams.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import { createServedStreams } from './served-streams.ts'

test('of the versions of a stream, the newest ones stay, and those that the region has read', () => {
  const streams = tinyStreams()
  let read: StreamTree | null = null
  const served = createServedStreams({
    demo: streams as SignedStreams,
    serve: () => undefined,
    isRead: (tree) => tree === read,
  })
  served.add('stable', streams.trees.stable)
  const path = streams.trees.stable.products[0]?.versions[0]?.items[0]?.path ?? ''
  const cut = (bytes: number) => served.change('stable', { kind: 'truncate-file', path, bytes }, bytes)
  cut(1)
  read = served.current('stable')
  for (let bytes = 2; bytes <= 40; bytes += 1) cut(bytes)
  const kept = served.versionsOf('stable')
  expect(kept).toHaveLength(12)
  expect(kept[0]?.tree).toBe(served.current('stable'))
  expect(kept.at(-1)?.tree).toBe(read)
  // a version that was forgotten is made again from its changes
  const changes = served.changesOf('stable').slice(0, 3)
  expect(served.treeWith('stable', changes).holds(path)).toBe(3)
})
