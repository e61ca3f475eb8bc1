import { resolve } from 'node:path'
import { devices, type Project, type ReporterDescription } from '@playwright/test'

/* What `npm run e2e -- --project=maas` and `maas-images e2e` have in common. */

/** The folder of the report, by default `maas-report` in the current one. */
export const REPORT = resolve(process.env['MAAS_E2E_REPORT'] || 'maas-report')

/** A report that can be filed, as HTML and JUnit. */
export const REPORTERS: ReporterDescription[] = [
  ['list'],
  ['html', { outputFolder: `${REPORT}/html`, open: 'never' }],
  ['junit', { outputFile: `${REPORT}/junit.xml` }],
]

/** Flows are compared with texts of one language and time zone. */
export const LANGUAGE = { locale: 'en-GB', timezoneId: 'UTC' }

/** One region: one flow at a time, and not as fast as the embedded one. */
export const OWN_REGION: Project = {
  name: 'maas',
  testMatch: /\bmaas\.\w+\.e2e\.[jt]s$/,
  workers: 1,
  timeout: 120_000,
  use: { ...devices['Desktop Chrome'], actionTimeout: 60_000 },
}
