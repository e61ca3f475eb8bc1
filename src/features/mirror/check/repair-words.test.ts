import { expect, test } from 'vitest'
import type { BadFile } from '#contract/mirror.ts'
import type { MirrorReport } from './check-mirror.ts'
import { repairWords } from './repair-words.ts'

const report = (states: BadFile['state'][], newer = 0): MirrorReport => ({
  state: {
    signature: {
      verdict: 'valid',
      message: '',
      signer: null,
      fingerprint: null,
      known: null,
      region: { accepts: true, message: '' },
    },
    updated: null,
    missing: [],
    files: 9,
    checkable: 9,
    upstream: {
      state: 'read',
      updated: null,
      newer: Array.from({ length: newer }, () => ({ product: 'ga', here: null, there: '20260801' })),
    },
  },
  checked: 9,
  bad: states.map((state) => ({ path: 'a', bytes: 1, sha256: '', state, found: null, upstream: true })),
  unsized: 0,
  done: true,
})
const HERE = { carried: false, left: 0 }
const CARRIED = { carried: true, left: 0 }

test.each<[rule: string, found: MirrorReport, mirror: typeof HERE, update: string | null]>([
  ['a complete mirror needs no download', report([]), HERE, null],
  ['a damaged file is not downloaded again', report(['wrong-size', 'unclear']), HERE, null],
  [
    'files that were never downloaded are downloaded by sstream-mirror',
    report(['missing', 'wrong-size']),
    HERE,
    'Run the download commands on the mirror again to get the missing files. Then check the mirror again.',
  ],
  [
    'so are newer versions',
    report([], 2),
    HERE,
    'Run the download commands on the mirror again to get the newer versions. Then check the mirror again.',
  ],
  [
    'a mirror without internet access gets its files from another machine',
    report(['missing'], 1),
    CARRIED,
    'Run the download commands on the machine with internet access again to get the newer versions and the missing files. Then pack the mirror, carry the archive over, and unpack it again. Then check the mirror again.',
  ],
])('%s', (_, found, mirror, update) => {
  expect(repairWords(found, mirror).update).toBe(update)
})

test.each<[rule: string, states: BadFile['state'][], mirror: typeof HERE, start: string]>([
  ['damaged files are downloaded one by one', ['wrong-size'], HERE, 'Run these commands on the mirror. They'],
  [
    'missing files only if sstream-mirror did not download them',
    ['missing'],
    HERE,
    'If the next check still finds these faults, run these commands on the mirror. They',
  ],
  [
    'on the machine that can reach the source',
    ['wrong-size'],
    CARRIED,
    'Run these commands on the machine with internet access. Then pack the mirror, carry the archive over, and unpack it again. They',
  ],
])('%s', (_, states, mirror, start) => {
  expect(repairWords(report(states), mirror).script.slice(0, start.length)).toBe(start)
})

test('files without a command are counted', () => {
  expect(repairWords(report(['missing']), HERE).left).toBeNull()
  expect(repairWords(report(['unclear']), { ...HERE, left: 1 }).left).toMatch(
    /^1 file has no repair command: the source does not list it among its newest versions/,
  )
  expect(repairWords(report(['unclear']), { ...HERE, left: 2 }).left).toMatch(
    /^2 files have no repair command: the source does not list them among/,
  )
})
