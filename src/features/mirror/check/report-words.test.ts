import { expect, test } from 'vitest'
import type { BadFile, MirrorState } from '#contract/mirror.ts'
import type { MirrorReport } from './check-mirror.ts'
import { findings, isMirrorComplete, verdictOf } from './report-words.ts'

const STATE: MirrorState = {
  signature: {
    verdict: 'valid',
    message: 'Signed.',
    signer: null,
    fingerprint: null,
    known: null,
    region: { accepts: true, message: 'MAAS accepts it.' },
  },
  updated: '2026-07-23T08:01:00.000Z',
  missing: [],
  files: 3,
  checkable: 3,
  upstream: { state: 'read', updated: '2026-07-23T08:01:00.000Z', newer: [] },
}
const report = (part: Partial<MirrorReport> = {}, state: Partial<MirrorState> = {}): MirrorReport => ({
  state: { ...STATE, ...state },
  checked: 3,
  bad: [],
  unsized: 0,
  done: true,
  ...part,
})
const bad = (part: Partial<BadFile>): BadFile => ({
  path: 'noble/squashfs',
  bytes: 2_000,
  sha256: 'a'.repeat(64),
  state: 'missing',
  found: null,
  upstream: true,
  ...part,
})
const refused = {
  ...STATE.signature,
  verdict: 'bad' as const,
  region: { accepts: false, message: 'MAAS refuses it.' },
}
const unchecked = {
  ...STATE.signature,
  verdict: 'unchecked' as const,
  region: { accepts: null, message: 'Only MAAS can check it.' },
}
const unread = { state: 'unreadable' as const, message: 'No answer.' }
const weak = { ...STATE.signature, verdict: 'weak' as const, message: 'Too weak.' }
const newer = [
  { product: 'ga', here: '20260701', there: '20260801' },
  { product: 'hwe', here: null, there: '20260801' },
]

test('a mirror without findings is complete', () => {
  expect(isMirrorComplete(report())).toBe(true)
  expect(verdictOf(report(), 'maas.io')).toEqual({ tone: 'positive', text: 'The mirror is complete' })
  expect(findings(report(), 'maas.io').map(({ text }) => text)).toEqual([
    'Its lists are signed, and MAAS accepts the signature.',
    'It lists all selected images.',
    'It lists the newest versions of maas.io. Its index is dated 23 Jul 2026, 08:01 UTC.',
    'All 3 checked files exist and have the listed size.',
  ])
})

test.each<[what: string, found: MirrorReport, tone: string, text: string, names: string[]]>([
  ['a refused signature', report({}, { signature: refused }), 'negative', 'Signed. MAAS refuses it.', []],
  ['a signature that only this page refuses', report({}, { signature: weak }), 'caution', 'Too weak.', []],
  [
    'an image that is not listed',
    report({}, { missing: ['ubuntu/noble/s390x'] }),
    'negative',
    'It does not list 1 selected image.',
    ['ubuntu/noble/s390x'],
  ],
  [
    'an old list',
    report({}, { upstream: { state: 'read', updated: '2026-08-01T08:00:00.000Z', newer } }),
    'caution',
    'It is out of date: maas.io has newer versions of 2 products. Its index is dated 23 Jul 2026, 08:01 UTC. The index of maas.io is dated 1 Aug 2026, 08:00 UTC.',
    ['ga: 20260701 here, 20260801 there', 'hwe: not listed here, 20260801 there'],
  ],
  ['a missing file', report({ bad: [bad({})] }), 'negative', '1 file is missing.', ['noble/squashfs']],
  [
    'truncated files',
    report({
      bad: [bad({ state: 'wrong-size', found: 500 }), bad({ path: 'b', state: 'wrong-size', found: 0 })],
    }),
    'negative',
    '2 files have the wrong size.',
    ['noble/squashfs: 500 B of 2.0 kB', 'b: 0 B of 2.0 kB'],
  ],
  [
    'a server that does not answer for a file',
    report({ bad: [bad({ state: 'unclear' })] }),
    'caution',
    'The server gives no usable answer for 1 file.',
    ['noble/squashfs'],
  ],
  [
    'no sizes',
    report({ unsized: 2 }),
    'caution',
    'The server does not report the size of 2 files, so truncated ones are not noticed.',
    [],
  ],
  [
    'too many files',
    report({}, { files: 9 }),
    'caution',
    'Only 3 of 9 files were checked. Select fewer images to check the others.',
    [],
  ],
  ['no files', report({ checked: 0 }), 'negative', 'It lists no file of the selected images.', []],
])('%s is reported', (_, found, tone, text, names) => {
  expect(findings(found, 'maas.io')).toContainEqual(expect.objectContaining({ tone, text, names }))
  expect(isMirrorComplete(found)).toBe(false)
  expect(verdictOf(found, 'maas.io')).toEqual({ tone: 'caution', text: 'The mirror needs attention' })
})

test.each<[rule: string, found: MirrorReport, text: string, title: string]>([
  [
    'a source that cannot be read',
    report({}, { upstream: unread }),
    'Could not compare it with maas.io. No answer. Its index is dated 23 Jul 2026, 08:01 UTC.',
    'Complete; not compared with maas.io',
  ],
  [
    'a signature that only MAAS can check',
    report({}, { signature: unchecked }),
    'Signed. Only MAAS can check it.',
    'Complete; signature not verified',
  ],
  [
    'both',
    report({}, { updated: null, upstream: unread, signature: unchecked }),
    'Could not compare it with maas.io. No answer.',
    'Complete; not compared with maas.io; signature not verified',
  ],
])('a mirror with all files is complete despite %s', (_, found, text, title) => {
  expect(findings(found, 'maas.io')).toContainEqual(expect.objectContaining({ tone: 'caution', text }))
  expect(isMirrorComplete(found)).toBe(true)
  expect(verdictOf(found, 'maas.io')).toEqual({ tone: 'positive', text: title })
})

test('a mirror that could not be compared is not complete if files are missing', () => {
  const found = report({ bad: [bad({})] }, { upstream: unread })
  expect(isMirrorComplete(found)).toBe(false)
  expect(verdictOf(found, 'maas.io').text).toBe('The mirror needs attention')
})

test('a bad signature is a fault, even if only MAAS can decide', () => {
  expect(isMirrorComplete(report({}, { signature: { ...unchecked, verdict: 'bad' } }))).toBe(false)
})

test('a check that was stopped does not call the mirror complete', () => {
  const found = report({ checked: 1, done: false })
  expect(isMirrorComplete(found)).toBe(false)
  expect(verdictOf(found, 'maas.io')).toEqual({
    tone: 'caution',
    text: 'Only 1 of 3 files were checked',
  })
})
