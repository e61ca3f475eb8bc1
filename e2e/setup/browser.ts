import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { LaunchOptions } from '@playwright/test'

/** Debian's Chromium without windows: flows take about a quarter less time than in the full browser. */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell'

/** Where distributions and vendors install Chromium, the most reliable first. */
const SYSTEM = [
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/usr/bin/google-chrome-stable',
  // On newer Ubuntu this is a stub that only points to a snap, so it comes last.
  '/usr/bin/chromium-browser',
] as const

export type Found = { kind: 'playwright' } | { kind: 'path'; path: string } | { kind: 'none' }

/**
 * $CHROMIUM_PATH, else Playwright's own download, else a browser of the system. Checks only that the file exists;
 * launches() tries it.
 */
export function findBrowser(): Found {
  const forced = process.env.CHROMIUM_PATH
  if (forced) return { kind: 'path', path: forced }
  // Playwright returns a path even if nothing was downloaded to it.
  if (existsSync(chromium.executablePath())) return { kind: 'playwright' }
  const path = SYSTEM.find((candidate) => existsSync(candidate))
  return path ? { kind: 'path', path } : { kind: 'none' }
}

/** A full browser of the system works for the flows, but the package without windows is faster. */
export function hasOnlyWholeBrowser(): boolean {
  const found = findBrowser()
  return found.kind === 'path' && found.path !== HEADLESS_SHELL && found.path !== process.env.CHROMIUM_PATH
}

/** The options of every `chromium.launch` in scripts and configuration. */
export function launchOptions(): LaunchOptions {
  const found = findBrowser()
  return {
    ...(found.kind === 'path' ? { executablePath: found.path } : {}),
    // Playwright adds --no-sandbox automatically. Without a GPU, software rendering is the reliable way.
    args: ['--disable-gpu', '--disable-quic'],
  }
}

/** Starts the browser, opens a page and reads it back. Prints the reason if that fails. */
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
