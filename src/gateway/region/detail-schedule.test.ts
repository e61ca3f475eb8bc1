import { expect, test } from 'vitest'
import { detailSchedule, type KnownDetail } from './detail-schedule.ts'

const NOW = 1_000_000

type Given = {
  id: number
  image?: string
  complete?: boolean
  secondsAgo?: number
  moved?: boolean
  version?: string
  type?: string
}

/** The schedule for resources in these states. */
function scheduleOf(given: readonly Given[], offered: (image: string) => string | null = () => null) {
  const rows = given.map(({ id, image = `ubuntu/release${id}`, type = 'Synced' }) => ({
    id,
    type,
    name: image,
    architecture: `amd64/kernel-${id}`,
  }))
  const known = new Map<number, KnownDetail>()
  for (const [
    index,
    { id, complete = true, secondsAgo = 400, moved = false, version = '1' },
  ] of given.entries()) {
    const row = rows[index]
    if (!row) continue
    const set = { version, label: 'stable', size: 1, complete, files: {} }
    const readAt = NOW - secondsAgo * 1_000
    known.set(id, {
      detail: { ...row, sets: [set] },
      row: '',
      readAt,
      movedAt: moved ? readAt : null,
    })
  }
  const { moving, waiting, complete } = detailSchedule({ rows, known, now: NOW, offered })
  return { moving: moving.due, waiting: waiting.due, complete: complete.due }
}

test('downloading resources are read every five seconds, waiting ones every fifteen, complete ones every five minutes', () => {
  const ages = (secondsAgo: number) =>
    scheduleOf([
      { id: 1, complete: false, moved: true, secondsAgo },
      { id: 2, complete: false, secondsAgo },
      { id: 3, secondsAgo },
    ])
  expect(ages(4)).toEqual({ moving: [], waiting: [], complete: [] })
  expect(ages(5)).toEqual({ moving: [1], waiting: [], complete: [] })
  expect(ages(15)).toEqual({ moving: [1], waiting: [2], complete: [] })
  expect(ages(300)).toEqual({ moving: [], waiting: [1, 2], complete: [3] })
})

test('one kernel shows the progress of an image: if none was read lately, the one read least recently', () => {
  const kernels = (...ages: number[]) =>
    scheduleOf(
      ages.map((secondsAgo, id) => ({ id, image: 'ubuntu/noble', complete: false, moved: true, secondsAgo })),
    )
  expect(kernels(8, 20, 6).moving).toEqual([1])
  expect(kernels(8, 20, 4).moving).toEqual([])
})

test('when a kernel becomes complete, the other kernels of its image are read immediately', () => {
  const image = 'ubuntu/noble'
  const read = scheduleOf([
    { id: 1, image, moved: true, secondsAgo: 1 },
    { id: 2, image, complete: false, secondsAgo: 3 },
    { id: 3, image, complete: false, secondsAgo: 2 },
    { id: 4, complete: false, moved: true, secondsAgo: 30 },
  ])
  expect(read.moving).toEqual([2, 3, 4])
})

test('a complete resource is expected to change when its source offers a newer version', () => {
  const offered = (image: string) => (image === 'ubuntu/noble/amd64' ? '2' : '1')
  const read = scheduleOf(
    [
      { id: 1, image: 'ubuntu/noble', secondsAgo: 45 },
      { id: 2, secondsAgo: 45 },
    ],
    offered,
  )
  expect(read).toEqual({ moving: [], waiting: [1], complete: [] })
})

test('an uploaded image changes only while its file arrives', () => {
  const read = (complete: boolean) => scheduleOf([{ id: 1, type: 'Uploaded', complete, secondsAgo: 20 }])
  expect(read(true)).toEqual({ moving: [], waiting: [], complete: [] })
  expect(read(false)).toEqual({ moving: [], waiting: [1], complete: [] })
})
