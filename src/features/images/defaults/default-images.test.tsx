import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

async function opened(scenario?: string) {
  const product = await startTestProduct(scenario)
  product.open()
  await screen.findAllByRole('row', { name: /24.04 LTS/ })
  await userEvent.click(screen.getByRole('button', { name: 'Default images' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Default images' }))
  return { ...product, dialog }
}

async function showAs(dialog: Awaited<ReturnType<typeof opened>>['dialog']) {
  await userEvent.click(dialog.getByRole('button', { name: 'Show as' }))
  return within(await screen.findByRole('dialog', { name: 'Show as' }))
}

test('an administrator changes the defaults, one setting after the other', async () => {
  const { dialog, simulator } = await opened()
  const { region } = simulator
  const commissioning = await dialog.findByRole('combobox', { name: 'Commissioning release' })
  expect(commissioning).toHaveValue('jammy')
  expect(dialog.getByRole('button', { name: 'Save defaults' })).toHaveAttribute(
    'title',
    'Nothing was changed.',
  )
  const present = await showAs(dialog)
  expect(present.getByText(/give another region the same settings/)).toBeVisible()
  expect(present.getByRole('region', { name: 'maas CLI' })).toHaveTextContent(
    /name=commissioning_distro_series value=jammy .*name=default_min_hwe_kernel value= .*name=default_distro_series value=/,
  )
  await userEvent.keyboard('{Escape}')
  await userEvent.selectOptions(commissioning, 'noble')
  await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'Default minimum kernel' }), 'ga-24.04')
  await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'Default operating system' }), 'centos')
  const show = await showAs(dialog)
  expect(show.getByText(/^The changes that this page would make/)).toBeVisible()
  expect(show.getByRole('region', { name: 'maas CLI' })).toHaveTextContent(
    /maas set-config name=commissioning_distro_series value=noble .*value=ga-24.04 .*name=default_osystem value=centos/,
  )
  await userEvent.click(show.getByRole('tab', { name: 'Terraform' }))
  expect(show.getByText(/^These settings, for the provider/)).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await userEvent.click(dialog.getByRole('button', { name: 'Save defaults' }))
  expect(await dialog.findByText('Defaults saved')).toBeVisible()
  expect(region.getConfig('commissioning_distro_series')).toBe('noble')
  expect(region.getConfig('default_min_hwe_kernel')).toBe('ga-24.04')
  expect(region.getConfig('default_osystem')).toBe('centos')

  // someone else changes it while the dialog is open
  await userEvent.selectOptions(commissioning, 'jammy')
  region.setConfig('commissioning_distro_series', 'focal')
  await userEvent.click(dialog.getByRole('button', { name: 'Save defaults' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent(
    'Someone else changed it to focal in the meantime.',
  )
  expect(region.getConfig('commissioning_distro_series')).toBe('focal')
  expect(commissioning).toHaveValue('jammy')
  await userEvent.click(dialog.getByRole('button', { name: 'Save defaults' }))
  await waitFor(() => expect(region.getConfig('commissioning_distro_series')).toBe('jammy'))
})

test('a release without an image is explained, and can be selected first', async () => {
  const { dialog, simulator } = await opened()
  await userEvent.selectOptions(
    await dialog.findByRole('combobox', { name: 'Commissioning release' }),
    'resolute',
  )
  expect(
    dialog.getByText(/^MAAS accepts Ubuntu 26.04 LTS after an import has begun to download/),
  ).toBeVisible()
  expect(dialog.getByRole('button', { name: 'Save defaults' })).toHaveAttribute('aria-disabled', 'true')
  await userEvent.click(dialog.getByRole('button', { name: 'Select Ubuntu 26.04 LTS amd64' }))
  expect(await dialog.findByText(/^Ubuntu 26.04 LTS is selected, but not saved/)).toBeVisible()
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByRole('checkbox', { name: /^Ubuntu 26.04 LTS amd64/ })).toBeChecked()
  expect(simulator.region.getConfig('commissioning_distro_series')).toBe('jammy')
})

test('a refusal of MAAS is shown with its reason, and so is what was saved before it', async () => {
  const { dialog, simulator } = await opened()
  await userEvent.selectOptions(
    await dialog.findByRole('combobox', { name: 'Commissioning release' }),
    'noble',
  )
  await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'Default minimum kernel' }), 'ga-24.04')
  // the images are deleted in the meantime
  for (const { id, name } of simulator.region.resources())
    if (name === 'ubuntu/noble') simulator.region.deleteResource(id)
  await userEvent.click(dialog.getByRole('button', { name: 'Save defaults' }))
  const alert = await dialog.findByRole('alert')
  expect(alert).toHaveTextContent('Could not save: Commissioning release')
  expect(alert).toHaveTextContent(/MAAS does not accept noble now, only .*jammy/)
})

test('others see the defaults and cannot change them; a failed read can be repeated', async () => {
  const { simulator, open } = await startTestProduct('read-only')
  let fails = true
  simulator.use(
    http.get('*/MAAS/api/2.0/maas/', ({ request }) =>
      fails && new URL(request.url).searchParams.get('name') === 'default_min_hwe_kernel'
        ? HttpResponse.text('No.', { status: 400 })
        : undefined,
    ),
  )
  open()
  await screen.findAllByRole('row', { name: /24.04 LTS/ })
  await userEvent.click(screen.getByRole('button', { name: 'Default images' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Default images' }))
  expect(await dialog.findByText('Could not read the settings')).toBeVisible()
  fails = false
  await userEvent.click(dialog.getByRole('button', { name: 'Try again' }))
  expect(await dialog.findAllByText(/^Ubuntu 22.04 LTS\. Synced on amd64\.$/)).toHaveLength(2)
  expect(dialog.getByText(/operator is not an administrator/)).toBeVisible()
  expect(dialog.queryByRole('combobox')).not.toBeInTheDocument()
})

test('texts about the commissioning release link to the dialog, which has a URL', async () => {
  const { open } = await startTestProduct()
  open('/images?delete=all&q=jammy')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose Ubuntu 22.04 LTS (amd64)' }))
  await userEvent.click(screen.getByRole('button', { name: 'Delete chosen images' }))
  const deletion = within(await screen.findByRole('dialog', { name: 'Delete Ubuntu 22.04 LTS (amd64)?' }))
  await userEvent.click(deletion.getByRole('link', { name: 'Default images' }))
  expect(await screen.findByRole('dialog', { name: 'Default images' })).toBeVisible()
  expect(screen.queryByRole('dialog', { name: /^Delete/ })).not.toBeInTheDocument()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  // the list for deleting is still shown
  expect(screen.getByRole('heading', { name: 'Delete images' })).toBeVisible()
})
