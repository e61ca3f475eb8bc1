import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** All that the page keeps in this browser, as JSON; reading waits for what is being written. */
export const keptRecords = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // to open it would make it
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

/** Waits until this browser has something on the disk. */
export const isKept = (page: Page) =>
  expect.poll(async () => (await keptRecords(page)).length).toBeGreaterThan(0)
