import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test, vi } from 'vitest'
import { catalogueQuery } from '#api/images.ts'
import { useOffersOfImport } from './use-offers-of-import.ts'

type Seen = readonly [importing: boolean | undefined, lastStarted: string | null | undefined]

const [NINE, TEN] = ['2026-11-26T09:00:00Z', '2026-11-26T10:00:00Z']

test.each<[what: string, seen: readonly Seen[], reads: number]>([
  [
    'not again because a page is opened, also during an import',
    [
      [undefined, undefined],
      [true, undefined],
      [true, NINE],
    ],
    0,
  ],
  [
    'not again while nothing changes',
    [
      [false, NINE],
      [false, NINE],
    ],
    0,
  ],
  [
    'when an import begins',
    [
      [false, NINE],
      [true, NINE],
    ],
    1,
  ],
  [
    'when its start is reported, and when it ends',
    [
      [true, NINE],
      [true, TEN],
      [false, TEN],
    ],
    2,
  ],
  [
    'when an import was so short that only its start is seen',
    [
      [false, NINE],
      [false, TEN],
    ],
    1,
  ],
  [
    'when an import of MAAS 3.8 begins, which reports no start',
    [
      [false, null],
      [true, null],
    ],
    1,
  ],
])('what the sources offer is read %s', (_, [first = [undefined, undefined], ...others], reads) => {
  const client = new QueryClient()
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const page = renderHook((seen: Seen) => useOffersOfImport(...seen), { wrapper, initialProps: first })
  for (const seen of others) page.rerender(seen)
  expect(invalidate).toHaveBeenCalledTimes(reads)
  const { queryKey } = catalogueQuery({ id: 1, url: 'http://mirror.example.com/', updated: '' })
  for (const [filter] of invalidate.mock.calls) expect(queryKey[0]).toBe(filter?.queryKey?.[0])
})
