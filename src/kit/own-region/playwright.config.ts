import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { LANGUAGE, OWN_REGION, REPORT, REPORTERS } from './settings.ts'

/** A browser that is already installed; by default the one that `npx playwright install` downloads. */
const executablePath = process.env['CHROMIUM_PATH']

/** The suite for one's own region as `maas-images e2e` of the installed package runs it, in the folder of the caller. */
export default defineConfig({
  testDir: '.',
  outputDir: join(REPORT, 'results'),
  expect: { timeout: 20_000 },
  reporter: REPORTERS,
  use: {
    ...LANGUAGE,
    launchOptions: { args: ['--disable-quic'], ...(executablePath && { executablePath }) },
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [OWN_REGION],
})
