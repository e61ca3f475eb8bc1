/*
 * `npm test` runs this first: a browser that launches, installed when there is none.
 * Without one the end-to-end tests would prove nothing, so this fails instead of letting them be skipped.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findBrowser, launches } from './browser.ts'

const MINUTE = 60_000

function run(command: string, args: string[]): boolean {
  console.log(`[browser] ${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    timeout: 10 * MINUTE,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

/** apt asks nothing and needs no password: Debian itself, and we are root. */
function mayUseApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function installWithApt(): boolean {
  return (
    run('apt-get', ['update', '-qq']) &&
    // Without a font package pages render with hardly any glyphs, and contrast checks see boxes.
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'])
  )
}

/** No --with-deps: it wants sudo, and upgrades packages that are none of our business. */
function installWithPlaywright(): boolean {
  return run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
}

const ready =
  (await launches()) ||
  (mayUseApt() && installWithApt() && (await launches())) ||
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
