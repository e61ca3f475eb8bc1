import { waitFor } from '@testing-library/react'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { leaveCopy, readCopy } from '#api/store/left-copy.ts'
import { readRecord, writeRecord } from '#api/store/records.ts'
import { ALL_OF, aSource, draftOf, noble } from '#testing/image-fixtures.ts'
import { draftPart, NOTHING_UNSAVED, UNSAVED } from './unsaved.ts'
import { createWork } from './unsaved-work.ts'

/* What a page that is reloaded right after a change leaves for the next page of its tab. */

const ANN = { region: 'region-1', user: 'ann' }
const PART = draftPart(draftOf([noble, null, ALL_OF('amd64')]), [aSource()])
const STORED = { ...NOTHING_UNSAVED, ...PART, at: '2026-11-27T09:00:00.000Z' }

let tab = ''
beforeEach(({ task }) => {
  sessionStorage.clear()
  tab = task.id
})

const copied = () => sessionStorage.length > 0

/** A browser that does background work only when it is told to. */
function busyBrowser(): () => void {
  const tasks: (() => void)[] = []
  vi.stubGlobal('scheduler', { postTask: (task: () => void) => void tasks.push(task) })
  onTestFinished(() => void vi.unstubAllGlobals())
  return () => {
    for (const task of tasks.splice(0)) task()
  }
}

async function aPage() {
  const page = createWork(ANN, tab)
  await page.read()
  return page
}

test('a selection that the browser has not begun to store is there after a reload, and then stored', async () => {
  busyBrowser()
  const page = await aPage()
  page.putLater(() => PART)
  page.leave()

  const next = createWork(ANN, tab)
  expect(next.known()?.releases).toEqual(PART.releases)
  await next.read()
  expect(await readRecord(UNSAVED, ANN, tab)).toEqual(next.known())
  expect(copied()).toBe(false)
})

test('a selection that is being stored is there after a reload', async () => {
  const page = await aPage()
  const stored = page.put(PART)
  page.leave()
  expect(createWork(ANN, tab).known()?.releases).toEqual(PART.releases)
  await stored
})

test('a discarded selection does not come back after a reload', async () => {
  await writeRecord(UNSAVED, ANN, STORED, tab)
  busyBrowser()
  const page = await aPage()
  expect(page.known()?.releases).toHaveLength(1)
  page.putLater(() => ({ releases: [] }))
  page.leave()

  const next = createWork(ANN, tab)
  expect(next.known()).toEqual(NOTHING_UNSAVED)
  await next.read()
  expect(await readRecord(UNSAVED, ANN, tab)).toBeNull()
})

test('what is stored leaves no copy, and the last of several changes counts', async () => {
  const run = busyBrowser()
  const page = await aPage()
  page.putLater(() => ({ releases: [] }))
  page.putLater(() => PART)
  run()
  await waitFor(async () => expect(await readRecord(UNSAVED, ANN, tab)).toMatchObject(PART))
  page.leave()
  expect(copied()).toBe(false)
})

test.each([
  ['another tab or user', () => leaveCopy(UNSAVED, 'other', STORED)],
  ['an unknown shape', () => leaveCopy(UNSAVED, tab, { ...STORED, at: 'yesterday' })],
  ['no JSON', () => sessionStorage.setItem(`maas-images.${UNSAVED.name}`, '{')],
])('a copy of %s is removed', (_, leave) => {
  leave()
  expect(copied()).toBe(true)
  expect(readCopy(UNSAVED, tab)).toBeUndefined()
  expect(copied()).toBe(false)
})

test('a browser that denies its storage leaves nothing, and nothing fails', () => {
  vi.stubGlobal('sessionStorage', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  leaveCopy(UNSAVED, tab, STORED)
  expect(readCopy(UNSAVED, tab)).toBeUndefined()
})
