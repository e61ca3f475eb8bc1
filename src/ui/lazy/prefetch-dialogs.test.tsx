import { waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { slowCode } from '#testing/slow-code.tsx'
import { lazyDialog, prefetchDialogs } from './lazy-part.tsx'

const closes = ({ onClose }: { onClose: () => void }) => onClose

test('all dialogs are fetched one by one when the page is idle, until one fails', async () => {
  const [first, second, third] = [
    slowCode<{ onClose: () => void }>(),
    slowCode<{ onClose: () => void }>(),
    slowCode<{ onClose: () => void }>(),
  ]
  for (const { code } of [first, second, third]) lazyDialog(code, closes)
  let idles = 0
  const done = prefetchDialogs(async () => void (idles += 1)).then(
    () => 'all',
    () => 'stopped',
  )
  await waitFor(() => expect(first.fetches()).toBe(1))
  expect(second.fetches()).toBe(0)
  first.arrive()
  await waitFor(() => expect(second.fetches()).toBe(1))
  second.fail()
  expect(await done).toBe('stopped')
  expect(third.fetches()).toBe(0)
  expect(idles).toBeGreaterThanOrEqual(2)
})
