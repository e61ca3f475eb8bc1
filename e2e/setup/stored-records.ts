import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** Everything that the page stores in this browser, as JSON. Waits for writes in progress. */
export const storedRecords = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // opening it would create it
    if (!(await indexedDB.databases()).some(({ name }) => name === 'maas-images')) return []
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error as Error))
      })
    const db = await answer(indexedDB.open('maas-images'))
    const records = db.transaction('records').objectStore('records')
    const all = await Promise.all([
      answer(records.getAllKeys()),
      answer(records.getAll() as IDBRequest<unknown[]>),
    ])
    db.close()
    return all.flat().map((one) => JSON.stringify(one))
  })

/** What every page writes soon after it was opened: what it has seen. */
const SEEN = ['region-seen', 'held']

/** Waits until this browser has written something that a person has done to the disk. */
export const hasStoredRecords = (page: Page) =>
  expect
    .poll(async () => {
      const keys = (await storedRecords(page)).filter((one) => one.startsWith('["'))
      return keys.filter((key) => !SEEN.some((kind) => key.startsWith(`["${kind}"`))).length
    })
    .toBeGreaterThan(0)
