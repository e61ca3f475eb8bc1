import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './e2e/setup/browser.ts'

/** Flows that may be run on any region; all others run on an embedded one. */
const OWN_REGION = '**/maas.*.e2e.ts'
/** Runs these flows themselves, on an embedded region. */
const NESTED = '**/maas-project.e2e.ts'
// Workers read this file again, without the arguments of the command.
if (/--project[= ]maas\b/.test(process.argv.join(' '))) process.env['MAAS_E2E'] = '1'
const onOwnRegion = process.env['MAAS_E2E'] === '1'
if (onOwnRegion && !(process.env['MAAS_URL'] && process.env['MAAS_API_KEY'])) {
  throw new Error('--project=maas needs MAAS_URL and MAAS_API_KEY of the region to run against.')
}

/** Where the report of such a run goes. */
const REPORT = process.env['MAAS_E2E_REPORT'] ?? 'maas-report'

// The embedded flows are about the embedded region, whatever region this shell is set up for.
if (!onOwnRegion) {
  delete process.env['MAAS_URL']
  delete process.env['MAAS_API_KEY']
}

/** Flows on the built product: each test starts its own region and gateway, so any number runs side by side. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/setup/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Two slow cores run two browsers, two regions and two gateways, and may have other work.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // a run on one's own region writes a report that can be filed
  reporter: onOwnRegion
    ? [
        ['list'],
        ['html', { outputFolder: `${REPORT}/html`, open: 'never' }],
        ['junit', { outputFile: `${REPORT}/junit.xml` }],
      ]
    : 'list',
  use: {
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    // without a GPU, the processor paints each frame of a spinner; narrow-and-dark.e2e.ts runs with motion
    contextOptions: { reducedMotion: 'reduce' },
    // recording each step makes each flow take half as long again; TRACE=1 records when a flow is examined
    trace: process.env['TRACE'] === '1' ? 'retain-on-failure' : 'off',
  },
  projects: onOwnRegion
    ? // one region: one flow at a time, and not as fast as the embedded one
      [
        {
          name: 'maas',
          testMatch: OWN_REGION,
          workers: 1,
          timeout: 120_000,
          use: { ...devices['Desktop Chrome'], actionTimeout: 60_000 },
        },
      ]
    : [
        // the longest one first, so that no worker is idle at the end
        { name: 'nested', testMatch: NESTED },
        {
          name: 'embedded',
          testIgnore: [OWN_REGION, NESTED],
          use: { ...devices['Desktop Chrome'] },
        },
      ],
})
