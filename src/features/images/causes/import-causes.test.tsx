import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { REQUESTED_IMPORT } from '#api/activity/requested-import.ts'
import { ownerOf, writeRecord } from '#api/store/records.ts'
import { regionAnswer } from '#contract/gateway.ts'
import { startTestProduct } from '#testing/product.tsx'

const notice = async () => {
  const title = await screen.findByText('Why the import may have failed')
  const found = title.closest<HTMLElement>('[role=status]')
  if (!found) throw new Error('The title is in a notice.')
  return within(found)
}

test('a failed import shows its causes; the proxy is left out, put back, and not written over', async () => {
  const { open, simulator } = await startTestProduct('proxy-refuses')
  const { region } = simulator
  open()
  const failed = await notice()
  const causes = within(failed.getByRole('list', { name: 'Likely causes' }))
  expect(causes.getByText('MAAS found no signature in the answer of maas.io.')).toBeVisible()
  expect(causes.getByRole('link', { name: 'View boot sources' })).toHaveAttribute('href', '/sources')
  expect(
    await causes.findByText(
      'MAAS downloads images through the proxy http://maas:***@proxy.example.com:3128/.',
    ),
  ).toBeVisible()
  await userEvent.click(causes.getByText('Message of MAAS'))
  expect(causes.getByText(/via your external proxy \(http:\/\/maas:\*\*\*@proxy/)).toBeVisible()

  await userEvent.click(failed.getByRole('button', { name: 'Proxy for images' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Proxy for images' }))
  const direct = await dialog.findByRole('checkbox', { name: 'Connect to boot sources without the proxy' })
  expect(direct).not.toBeChecked()
  await userEvent.click(direct)
  expect(await dialog.findByText(/is on\./)).toHaveTextContent(
    'Saved: “Connect to boot sources without the proxy” is on.',
  )
  expect(region.getConfig('boot_images_no_proxy')).toBe(true)
  expect(dialog.getByText(/^MAAS downloads images without the proxy/)).toBeVisible()
  await userEvent.click(dialog.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(region.getConfig('boot_images_no_proxy')).toBe(false))
  expect(await dialog.findByText(/^MAAS downloads images through/)).toBeVisible()

  // someone else switches it off while the dialog is open
  region.setConfig('enable_http_proxy', 'false')
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Someone else changed this setting')
  await waitFor(() => expect(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' })).not.toBeChecked())
  expect(region.getConfig('enable_http_proxy')).toBe(false)

  simulator.use(http.post('*/MAAS/api/2.0/maas/', () => HttpResponse.text('No.', { status: 403 })))
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' }))
  await waitFor(() =>
    expect(dialog.getByRole('alert')).toHaveTextContent(/^Could not change the setting\. .*No\./),
  )
  expect(document.body).not.toHaveTextContent('proxy-password')
})

test('an import that ended before it began is explained, and can be retried', async () => {
  const { open, simulator } = await startTestProduct('keyring-missing')
  const region = regionAnswer.parse(await (await fetch('/gateway/region')).json())
  const { lastStarted } = region.sync
  await writeRecord(REQUESTED_IMPORT, ownerOf(region), {
    at: Date.now() - 60_000,
    startedBefore: lastStarted,
  })
  open()
  const failed = await notice()
  expect(failed.getByText('MAAS ended the import before it began.')).toBeVisible()
  expect(await failed.findByText('The keyring file of maas.io may be missing on the region.')).toBeVisible()

  await userEvent.click(failed.getByRole('button', { name: 'Retry import' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Retry import' }))
  expect(dialog.getByText('MAAS reads the sources again, and downloads what is missing.')).toBeVisible()
  await userEvent.click(dialog.getByRole('button', { name: 'Retry import' }))
  expect(await dialog.findByText('Import started.')).toBeVisible()
  expect(dialog.queryByRole('button', { name: 'Retry import' })).not.toBeInTheDocument()
  expect(dialog.getByRole('listitem')).toHaveTextContent('Start the import: done')
  expect(await screen.findByText('Importing now')).toBeInTheDocument()
  expect(dialog.getByText('MAAS reads the sources again, and downloads what is missing.')).toBeVisible()
  expect(simulator.region.isImporting()).toBe(true)
})

test('a retry that is canceled starts nothing, and can be made again', async () => {
  // the region's clock stands still, so its import does not end
  const { open, simulator } = await startTestProduct('disk-full')
  simulator.region.startImport()
  simulator.region.setFreeBytes(Infinity)
  simulator.clock.advance(10_000)
  simulator.region.stopImport()
  simulator.clock.advance(1_000)
  open()
  const failed = await notice()
  expect(failed.getByText('A region controller does not have enough disk space.')).toBeVisible()
  // someone else starts an import now
  simulator.region.startImport()
  await userEvent.click(failed.getByRole('button', { name: 'Retry import' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Retry import' }))
  await userEvent.click(dialog.getByRole('button', { name: 'Retry import' }))
  expect(await dialog.findByText(/The import is being stopped/)).toBeVisible()
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
  expect(await dialog.findByText(/^Canceled\. No import was started\./)).toBeVisible()
  // MAAS has ignored the stop, because it was still reading its sources
  simulator.clock.advance(1_000)
  simulator.region.stopImport()
  simulator.clock.advance(1_000)
  await userEvent.click(dialog.getByRole('button', { name: 'Retry import' }))
  expect(await dialog.findByText('Import started.')).toBeVisible()
  expect(simulator.region.isImporting()).toBe(true)
})

test('an import that reached the time limit says so, and the message of MAAS can be copied', async () => {
  const user = userEvent.setup()
  const { open, simulator } = await startTestProduct('time-limit')
  simulator.clock.advance(6 * 60_000)
  expect(simulator.region.isImporting()).toBe(false)
  open()
  const failed = await notice()
  const limit = failed.getByText('The last import reached the time limit of MAAS.')
  expect(limit.parentElement).toHaveTextContent(/ends an import 2 hours after its downloads began.*Retry the/)
  expect(failed.getByRole('button', { name: 'Retry import' })).toBeVisible()
  await user.click(failed.getByText('Message of MAAS'))
  await user.click(failed.getByRole('button', { name: 'Copy message' }))
  expect(await failed.findByText('Copied')).toBeVisible()
  expect(await navigator.clipboard.readText()).toBe(
    'Failed to synchronise boot resources: Workflow timed out',
  )
})
