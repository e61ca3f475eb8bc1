import { waitFor } from '@testing-library/react'
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { followWrites } from '#api/client.ts'
import { imagesQuery, regionQuery, setConfig, startImport } from '#api/images.ts'
import { listRecords, writeRecord } from '#api/store/records.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { anImage } from '#testing/image-fixtures.ts'
import { ACTIVITY, MOST_ENTRIES, nameAt, type Entry } from './entry.ts'
import { startRecorder } from './recorder.ts'
import { SYNC_RUN } from './sync-changes.ts'

// what another file of the same process has sent waits for a recorder
beforeEach(() => followWrites(() => undefined)())

const START = Date.UTC(2026, 10, 23, 9)
const NINE = '2026-11-23T09:00:00Z'
let regions = 0

/** A page of a region of its own, or of the same one as another page. */
function aPage(id = `recorded ${(regions += 1)}`) {
  const client = new QueryClient()
  const owner = { region: id, user: 'admin' }
  const region = aRegionAnswer()
  const see = (minutes: number, part: Partial<typeof region> = {}, version = '20260901') => {
    const updatedAt = START + minutes * 60_000
    const answer = {
      ...region,
      id,
      user: { username: 'admin', admin: true },
      sync: { lastStarted: NINE },
      ...part,
    }
    client.setQueryData(regionQuery().queryKey, answer, { updatedAt })
    const images = [anImage([['ga-24.04', version]])]
    client.setQueryData(imagesQuery().queryKey, { importing: false, unread: 0, images }, { updatedAt })
  }
  see(0)
  const stop = startRecorder(client)
  onTestFinished(stop)
  const entries = async () => [...(await listRecords(ACTIVITY, owner)).values()]
  const runs = async () => [...(await listRecords(SYNC_RUN, owner)).values()]
  return { id, client, region, see, stop, entries, runs }
}

const answers = (answer: () => Response) => {
  vi.stubGlobal('fetch', async () => answer())
  onTestFinished(() => void vi.unstubAllGlobals())
}
const short = (entries: readonly Entry[]) =>
  entries.map(({ action, what, result }) => `${action} ${what}: ${result}`)
const saying = (code: string, status: number) => () =>
  Response.json({ error: { code, message: 'From http://a:b@host/?key=c.' } }, { status })

test.each<[string, () => Response, string, string]>([
  ['succeeds', () => Response.json({}), 'start import: done', ''],
  ['is refused', saying('bad-request', 400), 'start import: refused', 'From http://host/'],
  [
    'is not answered by MAAS',
    saying('region-unreachable', 502),
    'start import: unknown',
    'From http://host/',
  ],
])('a write that %s is recorded with its result', async (_, answer, result, message) => {
  const { entries } = aPage()
  answers(answer)
  await startImport().catch(() => undefined)
  await waitFor(async () => expect(short(await entries())).toEqual([result]))
  expect((await entries())[0]?.message).toContain(message)
  expect((await entries())[0]?.who).toBe('admin')
})

test('what another person changes is recorded once, by whichever tab sees it, and own changes are not', async () => {
  const page = aPage()
  const other = aPage(page.id)
  answers(() => new Response(null, { status: 204 }))
  const { mutationFn } = setConfig(page.client)
  await mutationFn?.(
    { name: 'boot_images_auto_import', value: !page.region.config.autoImport },
    {
      client: page.client,
      meta: undefined,
    },
  )
  const config = {
    ...page.region.config,
    autoImport: !page.region.config.autoImport,
    commissioningRelease: 'resolute',
  }
  await waitFor(async () => expect(short(await page.entries())).toEqual(['change setting: done']))
  page.see(START, { config })
  await waitFor(async () => expect(await page.entries()).toHaveLength(2))
  other.see(START, { config })
  await other.entries()
  page.see(START + 1, { config, sync: { lastStarted: null } })
  await waitFor(async () =>
    expect((await page.entries()).filter(({ who }) => who === '')).toMatchObject([
      { key: 'setting commissioning_distro_series', after: 'resolute', result: 'done' },
    ]),
  )
})

test('a new version of an image is recorded, also one that came while no page was open', async () => {
  const first = aPage()
  first.see(1)
  await waitFor(async () => expect(await first.runs()).toEqual([]))
  first.see(5, {}, '20261001')
  await waitFor(async () => expect(await first.runs()).toMatchObject([{ started: NINE }]))
  expect((await first.runs())[0]?.changes).toMatchObject([{ before: '20260901', after: '20261001' }])
  first.stop()

  const second = aPage(first.id)
  second.see(60, { sync: { lastStarted: '2026-11-23T10:00:00Z' } }, '20261101')
  await waitFor(async () => expect(await second.runs()).toHaveLength(2))
})

test('the oldest entries give way to new ones', async () => {
  const page = aPage()
  const old = {
    who: '',
    what: 'setting',
    action: 'change',
    before: null,
    after: null,
    result: 'done',
  } as const
  for (let at = 1; at <= MOST_ENTRIES; at += 1)
    await writeRecord(
      ACTIVITY,
      { region: page.id, user: 'admin' },
      { ...old, at, key: 'setting', subject: '', message: '' },
      nameAt(at, 'old'),
    )
  answers(() => Response.json({}))
  await startImport()
  await waitFor(async () => {
    const times = (await page.entries()).map(({ at }) => at)
    expect([times.length, Math.min(...times)]).toEqual([MOST_ENTRIES, 2])
  })
})
