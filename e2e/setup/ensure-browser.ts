/*
 * `npm test` runs this first: a browser that launches, installed when there is none.
 * Without one the end-to-end tests would prove nothing, so this fails instead of letting them be skipped.
 */
import { installWithApt, mayUseApt, run } from './apt.ts'
import { findBrowser, hasOnlyWholeBrowser, launches } from './browser.ts'

const LABEL = 'browser'

/** Without a font package, pages render almost no glyphs, and contrast checks see boxes. */
const PACKAGES = ['chromium-headless-shell', 'fonts-liberation']

/** Without --with-deps, which needs sudo and upgrades unrelated packages. */
function installWithPlaywright(): boolean {
  return run(LABEL, process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
}

// A failure does no harm: the full browser is installed.
if (hasOnlyWholeBrowser() && mayUseApt()) installWithApt(LABEL, PACKAGES)

const ready =
  (await launches()) ||
  (mayUseApt() && installWithApt(LABEL, PACKAGES) && (await launches())) ||
  (installWithPlaywright() && (await launches()))

if (!ready) {
  console.error('[browser] No Chromium could be launched, so the end-to-end tests cannot run.')
  console.error('[browser] Debian: apt-get install chromium fonts-liberation')
  console.error('[browser] elsewhere: npx playwright install --with-deps chromium')
  console.error('[browser] or name one: CHROMIUM_PATH=/path/to/chromium npm test')
  process.exit(1)
}
const found = findBrowser()
console.log(`[browser] ${found.kind === 'path' ? found.path : "Playwright's own Chromium"} launches`)
