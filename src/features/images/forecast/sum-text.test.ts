import { describe, expect, test } from 'vitest'
import { noble } from '#testing/image-fixtures.ts'
import type { ReviewLine } from '#features/images/review/review-line.ts'
import { sumText } from './sum-text.ts'

const SUMMARY = {
  add: [],
  already: [],
  notImported: [],
  remove: [],
  cleared: [],
  kept: [],
  kernels: [],
  arches: [],
  downloadBytes: 1_000,
  due: { bytes: 2_000, freedBytes: 0, removed: 0 },
  freedBytes: 3_000,
  warnings: [],
}
const SAME = 'The selection changes, but no image is added or removed'

test.each([
  [{}, `${SAME} · 1.0 kB to download · 2.0 kB due anyway · 3.0 kB freed`],
  [{ isDueAbout: true }, `${SAME} · 1.0 kB to download · about 2.0 kB due anyway · 3.0 kB freed`],
  [
    { isFreedAbout: true, isDueAbout: true },
    `${SAME} · 1.0 kB to download · about 2.0 kB due anyway · about 3.0 kB freed`,
  ],
  [
    { isAbout: true, isFreedAbout: true, isDueAbout: true },
    `${SAME} · about 1.0 kB to download · about 2.0 kB due anyway · about 3.0 kB freed`,
  ],
])('bytes that are not exact are marked: %j', (about, text) => {
  expect(sumText({ ...SUMMARY, ...about })).toBe(text)
})

describe('if the bytes are not exact', () => {
  const about = { isAbout: true, isFreedAbout: true, isDueAbout: true }
  const nothing = { downloadBytes: 0, due: { bytes: 0, freedBytes: 0, removed: 0 }, freedBytes: 0 }
  test.each([
    ['none are certain', { ...nothing, ...about }, `${SAME} · probably nothing to download or free`],
    ['none at all', nothing, SAME],
    [
      'some are only freed',
      { ...nothing, ...about, freedBytes: 3_000 },
      `${SAME} · probably nothing to download · about 3.0 kB freed`,
    ],
    [
      'some are due',
      { ...nothing, ...about, due: { bytes: 2_000, freedBytes: 0, removed: 0 } },
      `${SAME} · probably nothing to download · about 2.0 kB due anyway`,
    ],
  ])('%s', (_, bytes, text) => {
    expect(sumText({ ...SUMMARY, ...bytes })).toBe(text)
  })
})

const line = (arch: string, sourceId = 1): ReviewLine => ({
  key: `${sourceId}/${arch}`,
  id: { ...noble, sourceId },
  os: 'Ubuntu',
  release: '24.04 LTS',
  arch,
  name: `Ubuntu 24.04 LTS, ${arch}`,
  detail: '',
  bytes: 0,
})

test('images are counted by what becomes of them, one of two sources once', () => {
  const text = sumText({
    ...SUMMARY,
    downloadBytes: 0,
    due: { bytes: 0, freedBytes: 0, removed: 0 },
    freedBytes: 0,
    add: [line('amd64'), line('amd64', 2)],
    already: [line('arm64')],
    notImported: [line('ppc64el')],
    cleared: [line('i386')],
    remove: [line('s390x'), line('s390x', 2), line('riscv64')],
  })
  expect(text).toBe(
    '1 image to add, 1 selected image that MAAS has or imports anyway, 1 selected image that MAAS does not import, 2 images to remove, 1 cleared image that MAAS does not have',
  )
})
