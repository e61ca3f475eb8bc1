import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startProduct } from '#testing/product.tsx'

test('a failed import shows its likely causes, and the proxy can be left out', async () => {
  const { open, simulator } = await startProduct('import-fails')
  simulator.region.setConfig('http_proxy', 'http://me:secret@proxy.example.com:3128/')
  open()
  expect(await screen.findByText('Why the import may have failed')).toBeVisible()
  const causes = within(screen.getByRole('list', { name: 'Likely causes' }))
  expect(causes.getByText('MAAS cannot reach a source.')).toBeVisible()
  expect(causes.getByRole('link', { name: 'View boot sources' })).toHaveAttribute('href', '/sources')
  expect(
    await causes.findByText('MAAS downloads images through the proxy http://me:***@proxy.example.com:3128/.'),
  ).toBeVisible()

  const [button] = screen.getAllByRole('button', { name: 'Proxy for images' }).slice(-1)
  await userEvent.click(button ?? document.body)
  const dialog = within(await screen.findByRole('dialog', { name: 'Proxy for images' }))
  const direct = await dialog.findByRole('checkbox', { name: 'Connect to boot sources without the proxy' })
  expect(direct).not.toBeChecked()
  await userEvent.click(direct)
  await waitFor(() => expect(simulator.region.getConfig('boot_images_no_proxy')).toBe(true))
  await waitFor(() => expect(direct).toBeChecked())
  expect(dialog.getByText(/^MAAS downloads images without the proxy/)).toBeVisible()
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' }))
  await waitFor(() => expect(simulator.region.getConfig('enable_http_proxy')).toBe(false))
  expect(document.body).not.toHaveTextContent('secret')

  // someone else switches it on while the dialog is open
  await waitFor(() => expect(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' })).not.toBeChecked())
  simulator.region.setConfig('enable_http_proxy', 'true')
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Use an HTTP proxy' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Someone else changed this setting')
})
