import { describe, expect, test } from 'vitest'
import type { ImageState } from './model.ts'
import { stateDetail, type StateContext } from './state-detail.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const half = { done: 430_000_000, bytes: 1_000_000_000 }

const STATES: readonly ImageState[] = [
  { kind: 'not-selected' },
  { kind: 'not-selected', absent: true },
  { kind: 'not-selected', because: 'disabled', source: 'Mirror' },
  { kind: 'selected' },
  { kind: 'selected', because: 'outranked', source: 'Mirror' },
  { kind: 'queued', importing: true },
  { kind: 'queued', importing: false },
  { kind: 'downloading', ...half },
  { kind: 'stalled', ...half, since: NOW - 180_000 },
  { kind: 'stopped', ...half },
  { kind: 'synced' },
  { kind: 'update', held: '20260801', newest: '20260901' },
  { kind: 'older', held: '20260901', offered: '20260801' },
  { kind: 'removing', when: 'after-save' },
  { kind: 'removing', when: 'next-import' },
  { kind: 'unused', because: 'disabled', source: 'Mirror' },
  { kind: 'unused', because: 'outranked', source: 'Mirror' },
  { kind: 'kept' },
  { kind: 'kept', because: 'nothing-selected' },
  { kind: 'kept', because: 'whole-source' },
  { kind: 'gone' },
  { kind: 'without-updates' },
  { kind: 'absent' },
  { kind: 'custom' },
  { kind: 'reading' },
]

const ON_38 = { importing: false, autoImport: true, syncsSelections: true, now: NOW }

test.each(STATES)('%o is explained in whole sentences, whatever is known beside', (state) => {
  for (const context of [{}, { importing: true, autoImport: true, now: NOW }, { autoImport: false }, ON_38]) {
    expect(stateDetail(state, context)).toMatch(/^[A-Z0-9].*\.$/)
  }
})

describe('the next step', () => {
  const queued: ImageState = { kind: 'queued', importing: false }

  test('suggests to wait or to import if the automatic sync is on', () => {
    expect(stateDetail(queued, { autoImport: true })).toContain('or wait for the hourly sync')
  })

  test('is to import where it does not', () => {
    expect(stateDetail(queued, { autoImport: false })).toContain('Import now, because automatic sync is off')
  })

  test('of a stall is named with how long it lasts', () => {
    const stalled: ImageState = { kind: 'stalled', ...half, since: NOW - 180_000 }
    expect(stateDetail(stalled, { now: NOW })).toBe(
      '430.0 MB of 1.0 GB downloaded; no data for 3 minutes. ' +
        'Check the network between the region and the source, or stop the import and start it again.',
    )
    expect(stateDetail(stalled, {})).toContain('no data since 11:57 UTC')
  })

  test.each([
    [true, 'Choose Import now, or wait for the hourly sync.'],
    [false, 'Choose Import now, because automatic sync is off.'],
    [undefined, 'Choose Import now.'],
  ])('of a stopped download is to import, with automatic sync %s', (autoImport, text) => {
    expect(
      stateDetail({ kind: 'stopped', ...half }, { ...(autoImport !== undefined && { autoImport }) }),
    ).toBe(
      '430.0 MB of 1.0 GB downloaded; no import is running. ' +
        `Completed images are kept; partial downloads start over at the next import. ${text}`,
    )
  })

  test('of what an ended sync of MAAS 3.8 has left is to import the rest', () => {
    expect(stateDetail({ kind: 'stopped', ...half }, ON_38)).toBe(
      '430.0 MB of 1.0 GB downloaded; no data is arriving. ' +
        'The next import downloads the rest: choose Import now, or wait for the automatic sync.',
    )
  })

  test('of an update names both versions', () => {
    const text = stateDetail({ kind: 'update', held: '20260801', newest: '20260901' }, { importing: true })
    expect(text).toBe(
      'The region holds 20260801, the source has 20260901. The running import downloads it, unless that import is stopped.',
    )
  })

  test('of an older version at the source says that it replaces the newer one', () => {
    const state = { kind: 'older', held: '20260901', offered: '20260801' } as const
    expect(stateDetail(state, { importing: false, autoImport: true })).toBe(
      'The region holds 20260901, the source offers the older version 20260801. The next import downloads that version and removes the newer one: choose Import now, or wait for the hourly sync.',
    )
  })

  test.each<[rule: string, context: StateContext, text: string]>([
    [
      'that is queued depends on the running import',
      { importing: true },
      'Queued. The running import downloads it, unless that import is stopped.',
    ],
    [
      'that is queued waits for the next import while the running one is being stopped',
      { importing: true, stopping: true, autoImport: false },
      'Selected, but not downloaded yet. The import is being stopped. ' +
        'The next import downloads it: choose Import now, because automatic sync is off.',
    ],
  ])('of an image %s', (_, context, text) => {
    expect(stateDetail({ kind: 'queued', importing: true }, context)).toBe(text)
  })
})

describe('with MAAS 3.8', () => {
  const stalled: ImageState = { kind: 'stalled', ...half, since: NOW - 180_000 }

  test.each<[rule: string, state: ImageState, context: StateContext, text: string]>([
    [
      'a stop deletes what is half here',
      stalled,
      { ...ON_38, importing: true },
      'Stopping the import deletes',
    ],
    [
      'clearing deletes immediately',
      { kind: 'removing', when: 'after-save' },
      ON_38,
      'MAAS deletes it as soon as you save.',
    ],
    [
      'a disabled source is named',
      { kind: 'unused', because: 'disabled', source: 'Mirror' },
      ON_38,
      'The source “Mirror” is disabled, so MAAS does not import from it.',
    ],
    [
      'the source that is used is named',
      { kind: 'unused', because: 'outranked', source: 'Mirror' },
      ON_38,
      'MAAS imports this image from “Mirror”, which has a higher priority.',
    ],
    [
      'nothing is said about the hour, which can be set',
      { kind: 'queued', importing: false },
      ON_38,
      'or wait for the automatic sync.',
    ],
  ])('%s', (_, state, context, text) => {
    expect(stateDetail(state, context)).toContain(text)
  })

  test('there is nothing to stop where no import is reported', () => {
    expect(stateDetail(stalled, ON_38)).toMatch(/Check the network between the region and the source\.$/)
  })
})
