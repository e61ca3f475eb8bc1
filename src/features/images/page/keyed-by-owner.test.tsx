import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, test } from 'vitest'
import { regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { KeyedByOwner } from './keyed-by-owner.tsx'

function Counter() {
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {count} selected
    </button>
  )
}

// what is read is shown immediately, not a moment later
notifyManager.setScheduler((show) => show())

const first = aRegionAnswer()

describe('what was begun on a page is shown again only for the same user and region:', () => {
  test.each<[string, RegionAnswer | undefined, RegionAnswer, number]>([
    ['nothing changes', first, { ...first }, 1],
    ['the region has another version', first, { ...first, version: '3.7.0' }, 1],
    ['the user is known later', undefined, first, 1],
    ['another region', first, { ...first, id: 'another' }, 0],
    ['another user', first, { ...first, user: { username: 'bert', admin: true } }, 0],
  ])('%s', async (_, before, after, left) => {
    const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
    client.setQueryData(regionQuery().queryKey, before)
    render(
      <QueryClientProvider client={client}>
        <KeyedByOwner>
          <Counter />
        </KeyedByOwner>
      </QueryClientProvider>,
    )
    await userEvent.click(screen.getByRole('button', { name: '0 selected' }))
    act(() => void client.setQueryData(regionQuery().queryKey, after))
    expect(screen.getByRole('button')).toHaveTextContent(`${left} selected`)
  })
})
