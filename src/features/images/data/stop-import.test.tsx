import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { ownerOf, readRecord, writeRecord } from '#api/store/records.ts'
import { regionAnswer } from '#contract/gateway.ts'
import { startTestProduct } from '#testing/product.tsx'
import { STOP } from '#api/stop/stopping.ts'

const button = (name: string) => screen.findByRole('button', { name })

const expectStopping = () =>
  waitFor(async () => {
    expect(await button('Stop import')).toHaveAttribute('aria-disabled', 'true')
    expect(await button('Stop import')).toHaveAccessibleDescription(/^Stopping…/)
  })

const readOwner = async () => ownerOf(regionAnswer.parse(await (await fetch('/gateway/region')).json()))

test('an import that is to stop is shown as stopping until MAAS reports its end, after a reload as well', async () => {
  // the region's clock stands still, so its import does not end
  const { open } = await startTestProduct()
  open()
  await userEvent.click(await button('Stop import'))
  await expectStopping()
  expect(screen.getByText('Stopping the import…')).toBeInTheDocument()
  expect(screen.getByText('Stopping the import.')).toHaveAttribute('role', 'status')
  cleanup()
  open()
  await expectStopping()
})

test('until it is known whether an import is running, none can be started', async () => {
  const { open, simulator } = await startTestProduct()
  let answer = () => undefined as void
  const held = new Promise<void>((resolve) => (answer = resolve))
  simulator.use(http.get('*/MAAS/api/2.0/boot-resources/', () => held))
  open()
  await screen.findByRole('link', { name: 'What changed' })
  expect(await button('Import now')).toHaveAttribute('aria-disabled', 'true')
  answer()
  expect(await button('Stop import')).not.toHaveAttribute('aria-disabled')
})

test('once MAAS reports the end, an import can be started', async () => {
  const { open, simulator } = await startTestProduct()
  open()
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-resources/', () => {
      simulator.use(
        http.get('*/MAAS/api/2.0/boot-resources/', ({ request }) =>
          new URL(request.url).searchParams.get('op') === 'is_importing'
            ? HttpResponse.json(false)
            : undefined,
        ),
      )
    }),
  )
  await userEvent.click(await button('Stop import'))
  expect(await button('Import now')).not.toHaveAttribute('aria-disabled')
  const owner = await readOwner()
  await waitFor(async () => expect(await readRecord(STOP, owner)).toBeNull())
})

test('a stop that MAAS refuses is reported, and the import keeps running', async () => {
  const { open, simulator } = await startTestProduct()
  simulator.use(http.post('*/MAAS/api/2.0/boot-resources/', () => HttpResponse.text('No.', { status: 503 })))
  open()
  await userEvent.click(await button('Stop import'))
  expect(await screen.findByText('Could not stop the import')).toBeInTheDocument()
  expect(await button('Stop import')).not.toHaveAttribute('aria-disabled')
  expect(screen.getByText('An import is running.', { selector: '[role=status]' })).toBeInTheDocument()
})

test('an import that still runs long after it was stopped is reported, and can be stopped again', async () => {
  const { open } = await startTestProduct()
  const order = { at: Date.now() - 180_000, startedBefore: null }
  await writeRecord(STOP, await readOwner(), order)
  open()
  expect(await screen.findByText('MAAS has not stopped the import')).toBeInTheDocument()
  expect(await button('Stop import')).not.toHaveAttribute('aria-disabled')
})

test('an import that ignores a repeated stop is reported as one that continues, and no longer as stopping', async () => {
  const { open } = await startTestProduct()
  await writeRecord(STOP, await readOwner(), { at: Date.now(), startedBefore: null, goesOn: true })
  open()
  expect(await screen.findByText('MAAS ignores the stop: the import continues')).toBeInTheDocument()
  expect(screen.getByText(/start another import when it has ended/)).toBeInTheDocument()
  expect(screen.queryByText('Stopping the import…')).not.toBeInTheDocument()
  expect(await button('Stop import')).not.toHaveAttribute('aria-disabled')
})

test('an import whose start is reported after a stop may be the one that was stopped, and can be stopped again', async () => {
  const { open } = await startTestProduct()
  await writeRecord(STOP, await readOwner(), { at: Date.now(), startedBefore: '2026-01-01T00:00:00Z' })
  open()
  expect(await screen.findByText(/was still reading its sources and ignored the request/)).toBeInTheDocument()
  await userEvent.click(await button('Stop import'))
  await expectStopping()
  expect(screen.queryByText(/ignored the request/)).not.toBeInTheDocument()
})
