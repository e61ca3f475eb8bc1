import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Cell, ImageState, ReleaseRow } from '#features/images/rules/model.ts'
import { RowContent } from './row-content.tsx'

const row = (state: ImageState, bytes: number) =>
  ({
    os: 'ubuntu',
    release: 'noble',
    title: '24.04 LTS',
    selectable: false,
    wanted: null,
    saved: null,
    cells: [
      {
        arch: 'amd64',
        state,
        bytes,
        selected: true,
        image: null,
        offer: null,
        also: '',
      } satisfies Partial<Cell>,
    ],
  }) as unknown as ReleaseRow

test.each<[string, ImageState, bytes: number, size: string]>([
  [
    'that MAAS does not use has no size, as in its row',
    { kind: 'unused', because: 'disabled', source: 'A' },
    0,
    '–',
  ],
  [
    'that is queued has the size that it will have',
    { kind: 'queued', importing: true },
    430_000_000,
    '430.0 MB',
  ],
])('an image %s', (_, state, bytes, size) => {
  const actions = {} as Parameters<typeof RowContent>[0]['actions']
  render(<RowContent row={row(state, bytes)} actions={actions} context={{}} kernelsFiltered />)
  expect(screen.getAllByRole('cell').map((cell) => cell.dataset['column'] && cell.textContent)).toContain(
    size,
  )
})
