import { render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { noble } from '#testing/image-fixtures.ts'
import type { ReviewLine } from '#features/images/review/review-line.ts'
import type { Summary } from '#features/images/forecast/summary.ts'
import { ReviewDialog } from './review-dialog.tsx'

const line = (arch: string): ReviewLine => ({
  key: arch,
  id: noble,
  os: 'Ubuntu',
  release: '24.04 LTS',
  arch,
  name: `Ubuntu 24.04 LTS, ${arch}`,
  detail: 'not complete yet.',
  bytes: 1_000,
})

/** Review of one image to add, and one to remove. */
function show(part: Partial<Summary>): string {
  const summary: Summary = {
    add: [line('amd64')],
    already: [],
    notImported: [],
    remove: [line('arm64')],
    cleared: [],
    kept: [],
    kernels: [],
    arches: [],
    downloadBytes: 1_000,
    due: { bytes: 2_000, freedBytes: 3_000, removed: 0 },
    freedBytes: 1_000,
    warnings: [],
    ...part,
  }
  const off = () => undefined
  render(
    <MemoryRouter>
      <ReviewDialog
        summary={summary}
        readOnlyReason={null}
        deletesImmediately={false}
        showAs={null}
        onClose={off}
        onSave={off}
      />
    </MemoryRouter>,
  )
  return screen.getByRole('dialog').textContent
}

test('only the bytes that are not exact are marked', () => {
  const text = show({ isFreedAbout: true, isDueAbout: true })
  expect(text).toContain('Ubuntu 24.04 LTS, amd64Not complete yet.1.0 kB to download')
  expect(text).toContain('Ubuntu 24.04 LTS, arm64Not complete yet.about 1.0 kB freed')
  expect(text).toContain('These changes download 1.0 kB and free about 1.0 kB.')
  expect(text).toContain('also downloads about 2.0 kB of updates and images and frees about 3.0 kB.')
})

test.each([
  ['someone may have changed the selection during the import', true],
  ['only bytes are not exact', false],
])('Review says whether other images may change: %s: %s', (_, isStartUnknown) => {
  const text = show({ isAbout: true, isFreedAbout: true, isDueAbout: true, isStartUnknown })
  expect(text.includes('can also add or remove images that are not listed here')).toBe(isStartUnknown)
})

test.each([true, false])(
  'Review says whether the running import may still read the selection: %s',
  (mayStillRead) => {
    const text = show({ isAbout: true, isFreedAbout: true, isDueAbout: true, mayStillRead })
    expect(text.includes('The running import may still read the selection.')).toBe(mayStillRead)
  },
)
