import { expect, test } from 'vitest'
import { ApiError } from '#api/client.ts'
import { regionGone } from './region-gone.ts'

test.each([
  ['offline', 'does not answer'],
  ['unreachable', 'does not answer'],
  ['refused', 'could not read the region’s answer'],
  ['unreadable', 'could not read the region’s answer'],
] as const)('for an error of kind %s, title and reason both say “%s”', (kind, words) => {
  const { title, readOnlyReason } = regionGone(new ApiError(kind, 'It failed.'))
  expect([title, readOnlyReason]).toEqual([expect.stringContaining(words), expect.stringContaining(words)])
})
