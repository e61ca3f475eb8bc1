import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './e2e/setup/browser.ts'

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
  // Two slow cores run two browsers, two regions and two gateways.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    launchOptions: launchOptions(),
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'embedded', use: { ...devices['Desktop Chrome'] } }],
})
