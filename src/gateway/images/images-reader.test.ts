import { describe, expect, test } from 'vitest'
import type { BootResourceDetail } from '#contract/boot-resource.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { createImagesReader, type ImagesNeeds } from './images-reader.ts'
import { IDLE_AGES } from '#gateway/region/poll-rates.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'

const LONG = 60_000

/** A region of resources in memory that counts the reads of single resources. */
function fakeRegion(...ids: number[]) {
  const details = new Map<number, BootResourceDetail>()
  const read: number[] = []
  let eventReads = 0
  const state = { importing: false, event: 1, lists: 0, hold: null as Promise<void> | null }
  const put = (id: number, complete: boolean) => {
    const set = { version: '1', label: 'stable', size: 1, complete, files: {} }
    const detail = {
      id,
      type: 'Synced',
      name: 'ubuntu/noble',
      architecture: `amd64/k${id}`,
      sets: { 1: set },
    }
    details.set(id, detail)
  }
  for (const id of ids) put(id, true)

  async function answer(path: string, query?: Record<string, string>): Promise<unknown> {
    if (query?.['op'] === 'is_importing') return state.importing
    const id = /^boot-resources\/(\d+)\/$/.exec(path)?.[1]
    if (id === undefined) {
      state.lists += 1
      return [...details.values()].map((detail) => ({ ...detail, sets: undefined }))
    }
    read.push(Number(id))
    await state.hold
    const detail = details.get(Number(id))
    if (!detail) throw new Refusal(404, 'not-found', 'gone')
    return structuredClone(detail)
  }
  const region: RegionClient = {
    clockAhead: () => null,
    where: 'test',
    send: async (_, path) => ({
      status: 200,
      type: 'application/json',
      text: JSON.stringify(await answer(path)),
    }),
    get: async (path, schema, query) => schema.parse(await answer(path, query)),
  }
  return {
    details,
    put,
    state,
    region,
    /** Its events, read again each time. */
    events: {
      ask: async () => ({ newest: { id: state.event, at: null }, minute: null }),
      reads: () => (eventReads += 1),
    } as unknown as ImagesNeeds['events'],
    /** The IDs read since the last call, sorted. */
    reads: () => read.splice(0).sort((a, b) => a - b),
  }
}

/** Its images, always read from MAAS; `poll`: as a page that polls gets them. */
function imagesOf(
  { region, events }: Pick<ReturnType<typeof fakeRegion>, 'region' | 'events'>,
  detailWaitMs: number,
  now: () => number = leapingClock(),
  part: Partial<ImagesNeeds> = {},
) {
  const reader = createImagesReader({ events, now, detailWaitMs, ages: () => IDLE_AGES, ...part })
  return Object.assign(() => reader.read(region, true), {
    files: () => reader.files(),
    renew: () => reader.renew(),
    poll: () => reader.read(region, false),
  })
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('complete resources are read once', async () => {
  const fake = fakeRegion(...range(1, 240))
  const images = imagesOf(fake, LONG)
  expect(await images()).toMatchObject({ importing: false, unread: 0, images: [{ known: true }] })
  expect(fake.reads()).toHaveLength(240)
  await images()
  expect(fake.reads()).toEqual([])
})

test('the files are complete only when all resources were read after the last import has ended', async () => {
  const fake = fakeRegion(...range(1, 200))
  const images = imagesOf(fake, LONG)
  fake.state.importing = true
  await images()
  expect(images.files().complete).toBe(true)
  fake.state.importing = false
  // one poll reads only a limited number
  expect((await images.poll()).unread).toBeGreaterThan(0)
  expect(images.files().complete).toBe(false)
  for (let polls = 0; polls < 20; polls += 1) await images.poll()
  expect(images.files().complete).toBe(true)
})

test('while an import runs, incomplete resources are read often and complete ones in turn', async () => {
  const fake = fakeRegion(...range(1, 12))
  fake.put(61, false)
  const images = imagesOf(fake, LONG)
  await images()
  fake.reads()
  fake.state.importing = true
  const seen: number[] = []
  for (const _ of range(1, 12)) {
    await images()
    seen.push(...fake.reads())
  }
  expect(new Set(seen).size).toBe(13)
  expect(seen.filter((id) => id === 61).length).toBeGreaterThan(2)
})

test('after an import has ended, every resource is read once more', async () => {
  const fake = fakeRegion(...range(1, 40))
  const images = imagesOf(fake, LONG)
  fake.state.importing = true
  await images()
  fake.reads()
  fake.state.importing = false
  expect(await images()).toMatchObject({ importing: false, unread: 0 })
  expect(fake.reads()).toEqual(range(1, 40))
  await images()
  expect(fake.reads()).toEqual([])
})

test('an import between two polls is noticed by its event, and the list is checked twice', async () => {
  const fake = fakeRegion(...range(1, 40))
  const images = imagesOf(fake, LONG)
  await images()
  fake.reads()
  fake.state.event = 2
  await images()
  expect(fake.reads()).toEqual(range(1, 40))
  await images()
  expect(fake.reads()).toEqual(range(1, 40))
  await images()
  expect(fake.reads()).toEqual([])
})

test('a deleted resource is forgotten, and read when it is back under a new ID', async () => {
  const fake = fakeRegion(1, 2)
  const images = imagesOf(fake, LONG)
  await images()
  fake.reads()
  fake.details.delete(2)
  expect((await images()).images.flatMap(({ kernels }) => kernels.map(({ id }) => id))).toEqual([1])
  fake.put(3, true)
  await images()
  expect(fake.reads()).toEqual([3])
})

test('simultaneous callers share one read', async () => {
  const fake = fakeRegion(...range(1, 20))
  const images = imagesOf(fake, LONG)
  const answers = await Promise.all([images(), images(), images()])
  expect(answers[1]).toBe(answers[0])
  expect(fake.state.lists).toBe(1)
  expect(fake.reads()).toHaveLength(20)
})

test('a read after a write does not return older data', async () => {
  const fake = fakeRegion(1, 2)
  const images = imagesOf(fake, LONG)
  const before = images()
  images.renew()
  fake.details.delete(2)
  const after = images()
  expect((await after).images[0]?.kernels).toHaveLength(1)
  expect(await before).not.toBe(await after)
})

test('when the region is slow, the answer contains what was read so far, and reading continues in the background', async () => {
  const fake = fakeRegion(...range(1, 20))
  let release = () => {}
  fake.state.hold = new Promise((resolve) => {
    release = resolve
  })
  const images = imagesOf(fake, 1)
  expect(await images()).toMatchObject({ unread: 20, images: [{ known: false }] })
  expect(fake.reads()).toHaveLength(8)
  expect(await images()).toMatchObject({ unread: 20 })
  expect(fake.reads()).toEqual([])
  release()
  await expect.poll(async () => (await images()).unread).toBe(0)
  expect(fake.reads()).toEqual(range(9, 20))
})

test('a resource that cannot be read is counted and tried again', async () => {
  const fake = fakeRegion(1, 2)
  let broken = true
  const region: RegionClient = {
    ...fake.region,
    send: (method, path) =>
      broken && path === 'boot-resources/2/'
        ? Promise.reject(new Refusal(502, 'region-refused', 'no'))
        : fake.region.send(method, path),
  }
  const images = imagesOf({ ...fake, region }, LONG)
  expect(await images()).toMatchObject({ unread: 1 })
  broken = false
  expect(await images()).toMatchObject({ unread: 0 })
})

test('a resource that can never be read is no longer counted as unread after some tries, but is still tried', async () => {
  const fake = fakeRegion(1, 2)
  let asked = 0
  const region: RegionClient = {
    ...fake.region,
    send: (method, path) => {
      if (path !== 'boot-resources/2/') return fake.region.send(method, path)
      asked += 1
      return Promise.reject(new Refusal(502, 'region-refused', 'no'))
    },
  }
  const images = imagesOf({ ...fake, region }, LONG)
  for (let turn = 1; turn < 5; turn += 1) expect(await images()).toMatchObject({ unread: 1 })
  expect(await images()).toMatchObject({ unread: 0 })
  await images()
  expect(asked).toBe(6)
})

describe('when MAAS runs imports that it does not report (3.8)', () => {
  const unseen = { importsUnseen: () => true, offered: () => '2' }

  test('a resource with an update at its source is read from time to time', async () => {
    const fake = fakeRegion(1)
    const images = imagesOf(fake, LONG, leapingClock(), unseen)
    await images()
    expect(fake.reads()).toEqual([1])
    for (let looks = 0; looks < 5; looks += 1) await images.poll()
    expect(fake.reads()).not.toEqual([])
  })

  test('a resource without an update is not read', async () => {
    const fake = fakeRegion(1)
    const images = imagesOf(fake, LONG, leapingClock(), { ...unseen, offered: () => '1' })
    await images()
    fake.reads()
    for (let looks = 0; looks < 5; looks += 1) await images.poll()
    expect(fake.reads()).toEqual([])
  })
})
