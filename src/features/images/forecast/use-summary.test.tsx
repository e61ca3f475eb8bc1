import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test, vi } from 'vitest'
import { ALL_OF, draftOf, jammy, noble } from '#testing/image-fixtures.ts'
import type { Draft } from '#features/images/rules/model.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useSummary } from './use-summary.ts'

// a summary that shows which draft it is of
vi.mock('./forecast-rules.ts', () => ({
  forecasterOf: () => null,
  summarize: (_: unknown, draft: Draft) => ({ of: draft }),
}))

const one = draftOf([noble, null, ALL_OF('amd64')])
const other = draftOf([jammy, null, ALL_OF('amd64')])
const data = { region: {}, sources: [], catalogues: new Map(), saved: new Map() } as unknown as ReturnType<
  typeof useImages
>
const NOTHING_RUNS = { half: undefined, began: undefined }
const table = { groups: [], arches: [], kernelsFiltered: true }

/** The drafts whose summaries are shown, render after render, when another draft takes the place of the first. */
async function shownFor(reviewed: boolean): Promise<unknown[]> {
  // no gateway answers here
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const shown: unknown[] = []
  const { rerender } = renderHook(
    ({ draft }) => {
      const { summary } = useSummary(data, table, draft, reviewed, NOTHING_RUNS)
      shown.push(summary && (summary as unknown as { of: Draft }).of)
    },
    { initialProps: { draft: one }, wrapper },
  )
  await waitFor(() => expect(shown.at(-1)).toBe(one))
  shown.length = 0
  rerender({ draft: other })
  await waitFor(() => expect(shown.at(-1)).toBe(other))
  return shown
}

test('Review is of the present draft, and of no other one', async () => {
  expect(new Set(await shownFor(true))).toEqual(new Set([other]))
})

test('the bar may show the draft before, until the next one is worked out', async () => {
  expect(await shownFor(false)).toEqual([one, other])
})
