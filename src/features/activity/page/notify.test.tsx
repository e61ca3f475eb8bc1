import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { QueryClient } from '@tanstack/react-query'
import { ACTIVITY, type Entry } from '#api/activity/entry.ts'
import { createImportWatch, NOTIFY } from '#api/activity/import-watch.ts'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { removeRecord, writeRecord } from '#api/store/records.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { startTestProduct } from '#testing/product.tsx'

/** What the browser shows. */
let shown: { title: string; body: string | undefined; click: () => void }[] = []
const requestPermission = vi.fn<() => Promise<NotificationPermission>>()

class Shown extends EventTarget {
  static permission: NotificationPermission = 'default'
  static requestPermission = requestPermission
  close = vi.fn<() => void>()
  constructor(title: string, { body }: NotificationOptions) {
    super()
    shown.push({ title, body, click: () => this.dispatchEvent(new Event('click')) })
  }
}

beforeEach(() => {
  shown = []
  Shown.permission = 'default'
  vi.stubGlobal('Notification', Shown)
  vi.stubGlobal('isSecureContext', true)
  onTestFinished(() => void vi.unstubAllGlobals())
})

const toggle = () => screen.findByRole('switch', { name: 'Notify me when an import ends' })

test('the switch asks the browser once, and stays off if the user does not allow it', async () => {
  requestPermission.mockResolvedValueOnce('denied')
  const { open } = await startTestProduct()
  open('/activity')
  await userEvent.click(await toggle())
  expect(await screen.findByText(/^This browser blocks notifications of this page/)).toBeVisible()
  expect(await toggle()).not.toBeChecked()
  expect(await toggle()).toHaveAttribute('aria-disabled', 'true')
  await userEvent.click(await toggle())
  expect(requestPermission).toHaveBeenCalledTimes(1)
})

test('the switch can be set on and off again', async () => {
  requestPermission.mockResolvedValueOnce('default').mockResolvedValueOnce('granted')
  const { open } = await startTestProduct()
  open('/activity')
  await userEvent.click(await toggle())
  expect(await screen.findByText(/^Notifications were not allowed/)).toBeVisible()
  await userEvent.click(await toggle())
  await waitFor(async () => expect(await toggle()).toBeChecked())
  expect(shown.map(({ title }) => title)).toEqual(['Notifications are on'])
  await userEvent.click(await toggle())
  await waitFor(async () => expect(await toggle()).not.toBeChecked())
})

test('a browser that shows notifications only from service workers says so, and the switch stays off', async () => {
  requestPermission.mockResolvedValueOnce('granted')
  vi.stubGlobal(
    'Notification',
    class {
      static permission = 'default'
      static requestPermission = requestPermission
      constructor() {
        throw new TypeError('Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.')
      }
    },
  )
  const { open } = await startTestProduct()
  open('/activity')
  await userEvent.click(await toggle())
  expect(await screen.findByText(/only from service workers/)).toBeVisible()
  expect(await toggle()).not.toBeChecked()
  expect(await toggle()).toHaveAttribute('aria-disabled', 'true')
})

test('without a secure page the switch says why it is off', async () => {
  vi.stubGlobal('isSecureContext', false)
  const { open } = await startTestProduct()
  open('/activity')
  expect(await screen.findByText(/only for pages with HTTPS, or on localhost/)).toBeVisible()
  expect(await toggle()).toHaveAttribute('aria-disabled', 'true')
})

const OWNER = { region: 'r1', user: 'admin' }
const IMPORTING = { importing: true, unread: 0, images: [] }
const FAILURE = {
  id: 9,
  ident: 'Image importer',
  message: 'No route to host.',
  category: 'error',
  dismissable: true,
}

const STOP: Entry = {
  at: 0,
  who: 'admin',
  what: 'import',
  action: 'stop',
  key: 'import',
  subject: 'Import',
  before: null,
  after: null,
  result: 'done',
  message: '',
}

/** A tab that watches the imports of one region. */
function tab() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const set = (
    importing: boolean,
    notifications: (typeof FAILURE)[] = [],
    lastStarted = '2026-11-23T09:00:00Z',
  ) => {
    client.setQueryData(imagesQuery().queryKey, { ...IMPORTING, importing })
    client.setQueryData(regionQuery().queryKey, { ...aRegionAnswer(), notifications, sync: { lastStarted } })
  }
  const watch = createImportWatch(client)
  return {
    watch,
    set,
    see: async (...state: Parameters<typeof set>) => {
      set(...state)
      await watch.look(OWNER)
    },
  }
}

test('the end of an import is shown once, whatever the number of tabs, and a click brings the page to the front', async () => {
  Shown.permission = 'granted'
  await writeRecord(NOTIFY, OWNER, 'on')
  const focus = vi.spyOn(window, 'focus').mockReturnValue()
  const tabs = [tab(), tab()]
  for (const one of tabs) await one.see(true)
  for (const one of tabs) await one.see(false)
  expect(shown.map(({ title }) => title)).toEqual(['Import ended'])
  shown[0]?.click()
  expect(focus).toHaveBeenCalledTimes(1)

  await tabs[0]?.see(true, [], '2026-11-23T10:00:00Z')
  await tabs[0]?.see(false, [FAILURE], '2026-11-23T10:00:00Z')
  expect(shown[1]).toMatchObject({ title: 'Import failed', body: 'No route to host.' })
})

test('an import whose end is read before its begin is looked at is shown', async () => {
  Shown.permission = 'granted'
  await writeRecord(NOTIFY, OWNER, 'on')
  const { watch, set } = tab()
  const answers = [true, false].map((importing) => {
    set(importing, [], '2026-11-23T13:00:00Z')
    return watch.seen()
  })
  for (const answer of answers) await watch.look(OWNER, answer)
  expect(shown.map(({ title }) => title)).toEqual(['Import ended'])
})

test('an import that was stopped in any tab needs no notification, and without the switch nothing is shown', async () => {
  Shown.permission = 'granted'
  await writeRecord(NOTIFY, OWNER, 'on')
  const one = tab()
  await one.see(true, [], '2026-11-23T11:00:00Z')
  await writeRecord(ACTIVITY, OWNER, { ...STOP, at: Date.now() }, 'stop')
  await one.see(false, [], '2026-11-23T11:00:00Z')
  await removeRecord(NOTIFY, OWNER)
  await one.see(true, [], '2026-11-23T12:00:00Z')
  await one.see(false, [], '2026-11-23T12:00:00Z')
  expect(shown).toEqual([])
})

test('with the switch on, images are read for the watch on any page, until it ends', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const read = vi.fn<(path: string) => Promise<Response>>(async () => Response.json(IMPORTING))
  vi.stubGlobal('fetch', read)
  Shown.permission = 'granted'
  await writeRecord(NOTIFY, OWNER, 'on')
  const client = new QueryClient()
  const watch = createImportWatch(client)
  await watch.look(OWNER)
  vi.advanceTimersByTime(30_000)
  await vi.waitFor(() => expect(client.getQueryData(imagesQuery().queryKey)).toEqual(IMPORTING), {
    timeout: 30_000,
  })
  expect(read).toHaveBeenCalledTimes(1)
  watch.stop()
  await watch.look(OWNER)
  vi.advanceTimersByTime(120_000)
  expect(read).toHaveBeenCalledTimes(1)
})
