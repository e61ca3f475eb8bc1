import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Problem } from '#contract/gateway.ts'
import { connectTo } from '#testing/connect-to.ts'
import { startTestProduct } from '#testing/product.tsx'
import { SERVED_AT, serveStream } from '#testing/serve-stream.ts'
import { soundStream } from '#testing/streams/sound-stream.ts'

const MESSAGE = 'The gateway is reading as many boot sources as it can. Try again in 5 seconds.'
const WORDS = new RegExp(MESSAGE)
const BUSY: Problem = { error: { code: 'busy', message: MESSAGE, retryAfter: 5 } }

/** The gateway is too busy for the next catalogue whose address begins like this. */
function busyOnce(path: string): void {
  const { fetch } = globalThis
  let busy = true
  vi.stubGlobal('fetch', (asked: string, init?: RequestInit) => {
    if (!busy || !asked.startsWith(path)) return fetch(asked, init)
    busy = false
    return Promise.resolve(Response.json(BUSY, { status: 503, headers: { 'retry-after': '5' } }))
  })
}

test('Connect says that the gateway is busy, and connects when it is chosen again', async () => {
  const { open, simulator } = await startTestProduct('maas-3.7')
  serveStream(simulator, soundStream())
  busyOnce('/gateway/catalogue?')
  open('/sources/add')
  const dialog = await connectTo(SERVED_AT)
  expect(await dialog.findByText(WORDS)).toBeVisible()
  expect(dialog.getByText(`Could not read ${SERVED_AT}`)).toBeVisible()
  await userEvent.click(dialog.getByRole('button', { name: 'Connect' }))
  expect(await dialog.findByText('The source has been read.')).toBeVisible()
  expect(dialog.queryByText(WORDS)).toBeNull()
})

test('the Images page says that the gateway is busy, then reads the source again', async () => {
  const { open } = await startTestProduct('default')
  busyOnce('/gateway/catalogue/1')
  open('/images')
  expect(await screen.findByText(WORDS)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Read source again' }))
  await expect.poll(() => screen.queryByText(WORDS)).toBeNull()
  expect(await screen.findByRole('rowheader', { name: /24\.04/ })).toBeVisible()
})
