import type { Browser, Page } from '@playwright/test'
import { watchTraffic } from './traffic.ts'
import type { Traffic } from './traffic.ts'

export type FreshPage = { page: Page; traffic: Traffic; close: () => Promise<void> }

/** A page in its own browser profile, without cache and drafts. Counts its traffic. */
export async function freshPage(browser: Browser): Promise<FreshPage> {
  const context = await browser.newContext()
  // tsx makes esbuild mark functions with their names, including those that run in the page
  await context.addInitScript({ content: 'globalThis.__name = (value) => value' })
  const page = await context.newPage()
  return { page, traffic: await watchTraffic(page), close: () => context.close() }
}

/** The first release row is there, so a user can read and select. */
export const tableShows = (page: Page) => page.getByRole('grid').getByRole('checkbox').nth(1).waitFor()
