import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { LaunchOptions } from '@playwright/test'

/** Debian's Chromium without windows: flows take about a quarter less time than in the whole browser. */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell'

/** Where distributions and vendors put a Chromium, the most trusted first. */
const SYSTEM = [
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/usr/bin/google-chrome-stable',
  // On newer Ubuntu this is a stub that only points to a snap, hence last.
  '/usr/bin/chromium-browser',
] as const

export type Found = { kind: 'playwright' } | { kind: 'path'; path: string } | { kind: 'none' }

/** $CHROMIUM_PATH, else Playwright's own download, else what the system has. Existence only: launches() proves it. */
export function findBrowser(): Found {
  const forced = process.env.CHROMIUM_PATH
  if (forced) return { kind: 'path', path: forced }
  // Playwright names a path whether or not anything was downloaded to it.
  if (existsSync(chromium.executablePath())) return { kind: 'playwright' }
  const path = SYSTEM.find((candidate) => existsSync(candidate))
  return path ? { kind: 'path', path } : { kind: 'none' }
}

/** A whole browser of the system serves the flows, but its package without windows serves them faster. */
export function hasOnlyWholeBrowser(): boolean {
  const found = findBrowser()
  return found.kind === 'path' && found.path !== HEADLESS_SHELL && found.path !== process.env.CHROMIUM_PATH
}

/** What every script and config hands to `chromium.launch`. */
export function launchOptions(): LaunchOptions {
  const found = findBrowser()
  return {
    ...(found.kind === 'path' ? { executablePath: found.path } : {}),
    // Playwright adds --no-sandbox automatically; without a GPU, rendering in software is the reliable way.
    args: ['--disable-gpu', '--disable-quic'],
  }
}

/** Starts the browser, shows a page and reads it back. The reason is printed when it cannot. */
export async function launches(): Promise<boolean> {
  if (findBrowser().kind === 'none') return false
  try {
    const browser = await chromium.launch({ ...launchOptions(), timeout: 30_000 })
    try {
      const page = await browser.newPage()
      await page.setContent('<p>shown</p>')
      return (await page.textContent('p')) === 'shown'
    } finally {
      await browser.close()
    }
  } catch (error) {
    console.error(String(error).split('\n').slice(0, 6).join('\n'))
    return false
  }
}
