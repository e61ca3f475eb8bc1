import { expect, test } from 'vitest'
import { sizeText, sumText } from './sum-text.ts'

const SUMMARY = {
  add: [],
  remove: [],
  kept: [],
  kernels: [],
  arches: [],
  downloadBytes: 1_000,
  due: { bytes: 2_000, freedBytes: 0, removed: 0 },
  freedBytes: 3_000,
  warnings: [],
}
const SAME = 'The selection changes, but the images stay the same'

test.each([
  [{}, `${SAME} · 1.0 kB to download · 2.0 kB due anyway · 3.0 kB freed`],
  [{ isDueAbout: true }, `${SAME} · 1.0 kB to download · about 2.0 kB due anyway · 3.0 kB freed`],
  [
    { isAbout: true, isDueAbout: true },
    `${SAME} · about 1.0 kB to download · about 2.0 kB due anyway · about 3.0 kB freed`,
  ],
])('bytes that are not exact are marked: %j', (about, text) => {
  expect(sumText({ ...SUMMARY, ...about })).toBe(text)
})

test.each([
  [430_000_000, true, 'about 430.0 MB'],
  [430_000_000, false, '430.0 MB'],
  [0, true, '0 B'],
])('%i bytes, not exact: %s', (bytes, isAbout, text) => {
  expect(sizeText(bytes, isAbout)).toBe(text)
})
