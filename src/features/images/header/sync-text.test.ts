import { expect, test } from 'vitest'
import { syncText, type SyncFacts } from '#features/images/header/sync-text.ts'

const NOW = Date.UTC(2026, 10, 23, 9, 30, 0)
const FACTS: SyncFacts = {
  importing: false,
  arriving: false,
  lastStarted: '2026-11-23T09:10:00.000Z',
  minute: undefined,
  autoImport: true,
  logsImports: true,
  now: NOW,
}

test.each<[rule: string, part: Partial<SyncFacts>, text: string]>([
  [
    'starting or stopping an import does not change the time of the hourly sync',
    {},
    'Last import started 20 minutes ago, next sync within the hour',
  ],
  [
    'the next sync is at the minute of the hourly sync, in this hour',
    { minute: 43 },
    'Last import started 20 minutes ago, next sync about 09:43 UTC',
  ],
  ['or in the next hour', { minute: 12 }, 'Last import started 20 minutes ago, next sync about 10:12 UTC'],
  [
    'in the minute of the sync it is now',
    { minute: 30 },
    'Last import started 20 minutes ago, next sync about 09:30 UTC',
  ],
  [
    'without automatic sync there is no next one',
    { autoImport: false, minute: 12 },
    'Last import started 20 minutes ago, automatic sync is off',
  ],
  ['an import that is not known is not mentioned', { lastStarted: null }, 'Next sync within the hour'],
  ['nor without automatic sync', { lastStarted: null, autoImport: false }, 'Automatic sync is off'],
  [
    'MAAS 3.8 only has events from before its upgrade, and does not report its interval',
    { logsImports: false, minute: 12 },
    'Automatic sync at the interval set in MAAS',
  ],
  [
    'MAAS 3.8 may sync after it was switched off: nothing is said',
    { lastStarted: null, logsImports: false, autoImport: false },
    '\u00a0',
  ],
  [
    'images that arrive without a reported import are mentioned',
    { arriving: true },
    'Downloading images now',
  ],
  ['a running import is the only thing mentioned', { importing: true }, 'Importing now'],
  [
    'a region whose clock is ahead has not imported in the future',
    { lastStarted: '2026-11-23T09:35:00.000Z' },
    'Last import started just now, next sync within the hour',
  ],
])('%s', (_, part, text) => {
  expect(syncText({ ...FACTS, ...part })).toBe(text)
})
