import type { Browser, Page } from '@playwright/test'
import { watchTraffic } from './traffic.ts'
import type { Traffic } from './traffic.ts'

export type FreshPage = { page: Page; traffic: Traffic; close: () => Promise<void> }

/** A page in a browser profile of its own: nothing is cached, nothing is drafted. Its traffic is counted. */
export async function freshPage(browser: Browser): Promise<FreshPage> {
  const context = await browser.newContext()
  // tsx has esbuild mark functions with their names; the functions that run in the page are marked as well
  await context.addInitScript({ content: 'globalThis.__name = (value) => value' })
  const page = await context.newPage()
  return { page, traffic: await watchTraffic(page), close: () => context.close() }
}

/** The first release row is there: a person can read and tick. */
export const tableShows = (page: Page) => page.getByRole('grid').getByRole('checkbox').nth(1).waitFor()
