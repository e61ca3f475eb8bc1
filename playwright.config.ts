import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './e2e/setup/browser.ts'
import type { FlowOptions } from './e2e/test.ts'
import { LANGUAGE, OWN_REGION, REPORTERS } from './src/kit/own-region/settings.ts'

/** Runs the flows for one's own region, on an embedded one. */
const NESTED = '**/maas-project.e2e.ts'
// Workers read this file again, without the arguments of the command.
if (/--project[= ]maas\b/.test(process.argv.join(' '))) process.env['MAAS_E2E'] = '1'
const onOwnRegion = process.env['MAAS_E2E'] === '1'
if (onOwnRegion && !(process.env['MAAS_URL'] && process.env['MAAS_API_KEY'])) {
  throw new Error('--project=maas needs MAAS_URL and MAAS_API_KEY of the region to run against.')
}

// The embedded flows are about the embedded region, whatever region this shell is set up for.
if (!onOwnRegion) {
  delete process.env['MAAS_URL']
  delete process.env['MAAS_API_KEY']
}

/** Flows on the built product: each test starts its own region and gateway, so any number runs side by side. */
export default defineConfig<FlowOptions>({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/setup/global-setup.ts',
  fullyParallel: true,
  // one more than two cores: pages wait for timers and answers now and then
  workers: 3,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Two slow cores run three browsers, three regions and three gateways, and may have other work.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: onOwnRegion ? REPORTERS : 'list',
  use: {
    launchOptions: launchOptions(),
    ...LANGUAGE,
    // without a GPU, the processor paints each frame of a spinner; narrow-and-dark.e2e.ts runs with motion
    contextOptions: { reducedMotion: 'reduce' },
    // recording each step makes each flow take half as long again; TRACE=1 records when a flow is examined
    trace: process.env['TRACE'] === '1' ? 'retain-on-failure' : 'off',
  },
  projects: onOwnRegion
    ? [{ ...OWN_REGION, testDir: 'src/kit/own-region' }]
    : [
        // the longest one first, so that no worker is idle at the end
        { name: 'nested', testMatch: NESTED },
        {
          name: 'embedded',
          testIgnore: NESTED,
          use: { ...devices['Desktop Chrome'] },
        },
        { name: 'demo', grep: /@demo\b/, use: { ...devices['Desktop Chrome'], on: 'static demo' } },
      ],
})
