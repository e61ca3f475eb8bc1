import { expect, test } from 'vitest'
import { ApiError } from '#api/client.ts'
import { uploadFailure, gaveUp, waitBefore } from './failure.ts'

test.each([
  ['the gateway is away', new ApiError('offline', ''), 'wait', 'wait'],
  ['MAAS is away', new ApiError('unreachable', '', 502), 'wait', 'wait'],
  ['a page of a proxy', new ApiError('unreadable', '', 502), 'wait', 'wait'],
  ['the gateway is full', new ApiError('refused', '', 503, {}, 5, undefined, 'busy'), 'wait', 'wait'],
  ['a chunk that took too long', new ApiError('refused', '', 408), 'wait', 'wait'],
  ['too many requests', new ApiError('refused', '', 429), 'wait', 'wait'],
  ['a wrong SHA256, or the full disk of 3.8', new ApiError('refused', '', 400), 'edit', 'restart'],
  ['the upload is gone', new ApiError('refused', '', 404), 'continue', 'restart'],
  ['the full disk of 3.4', new ApiError('refused', '', 502), 'continue', 'continue'],
  ['a chunk too large for nginx', new ApiError('refused', '', 413), 'continue', 'continue'],
  ['no administrator anymore', new ApiError('refused', '', 403), 'continue', 'continue'],
  ['someone else was faster', new ApiError('changed', '', 409), 'edit', 'continue'],
  ['a revoked key', new ApiError('signed-out', '', 401), 'continue', 'continue'],
  ['a bug', new TypeError('x'), 'continue', 'continue'],
])('%s', (_what, error, create, send) => {
  expect([uploadFailure(error, 'create').next, uploadFailure(error, 'send').next]).toEqual([create, send])
})

test('the end of a session says what to do', () => {
  expect(uploadFailure(new ApiError('signed-out', '', 401), 'send').message).toMatch(
    /Continue the upload after you have signed in again/,
  )
})

test('tries come less and less often, and the last failure mentions the disk', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(waitBefore)).toEqual(
    [1, 2, 4, 8, 15, 30, 30].map((seconds) => seconds * 1_000),
  )
  expect(gaveUp('MAAS is away.')).toMatch(/^MAAS is away\. .*disk/)
})
