import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { followWrites } from '#api/client.ts'
import { startTestProduct } from '#testing/product.tsx'
import { watchDownloads } from '#testing/watch-downloads.ts'

// what another file of the same process has sent waits for a recorder
beforeEach(() => followWrites(() => undefined)())

const list = () => screen.findByRole('list', { name: 'Changes' })

test('what is changed from here and by others is listed, filtered and exported', async () => {
  const { open, simulator } = await startTestProduct()
  const files = watchDownloads()
  open()
  const sync = await screen.findByRole('switch', { name: 'Automatically sync images' })
  await waitFor(() => expect(sync).not.toHaveAttribute('aria-disabled'))
  await userEvent.click(sync)
  await waitFor(() => expect(simulator.region.getConfig('boot_images_auto_import')).toBe(false))
  // someone else changes another setting
  simulator.region.setConfig('commissioning_distro_series', 'noble')
  simulator.use(http.post('*/MAAS/api/2.0/maas/', () => HttpResponse.text('No.', { status: 403 })))
  await waitFor(() => expect(sync).not.toHaveAttribute('aria-disabled'))
  await userEvent.click(sync)
  await screen.findByText('Could not change automatic sync')

  await userEvent.click(screen.getByRole('link', { name: 'Activity' }))
  const changes = within(await list())
  await waitFor(() => expect(changes.getAllByRole('listitem')).toHaveLength(3))
  const [refused, own] = changes.getAllByText('Changed setting: Automatically sync images')
  expect(refused?.parentElement).toHaveTextContent(/admin, .*Refused\./)
  expect(own?.parentElement).toHaveTextContent(/Done\.\s*Before\s*on\s*After\s*off/)
  expect(changes.getByText('Changed setting: Commissioning release').parentElement).toHaveTextContent(
    /Unknown user, between .* Seen in MAAS\.\s*Before\s*jammy\s*After\s*noble/,
  )

  const chart = await screen.findByRole('img', {
    name: /^Storage by operating system: Ubuntu [\d.]+ [MG]B, /,
  })
  expect(chart).toBeVisible()
  await userEvent.click(screen.getByText('Storage as a table'))
  const table = within(screen.getByRole('table', { name: 'Storage' }))
  expect(table.getByRole('row', { name: 'Custom images 31 to 90 days 734.0 MB' })).toBeVisible()
  expect(table.getByRole('row', { name: /^Bootloaders More than 365 days / })).toBeVisible()

  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Who' }), 'Seen in MAAS')
  expect(changes.getAllByRole('listitem')).toHaveLength(1)
  await userEvent.click(screen.getByRole('button', { name: 'Export activity as CSV' }))
  await userEvent.click(screen.getByRole('button', { name: 'Export activity as JSON' }))
  expect((await files[0])?.split('\r\n')).toHaveLength(3)
  expect(JSON.parse((await files[1]) ?? '')).toMatchObject([{ user: null, before: 'jammy', after: 'noble' }])
  await userEvent.type(screen.getByRole('textbox', { name: 'Search changes' }), 'nothing like it')
  expect(screen.getByText('0 of 3 changes')).toBeVisible()
  expect(screen.getByText('No change matches the search and the filters.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Export activity as CSV' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('a region that does not answer is reported, and read again; without activity the page says so', async () => {
  const { open, simulator } = await startTestProduct('read-only')
  simulator.setOffline(true)
  open('/activity')
  expect(await screen.findByText('Could not read the region')).toBeVisible()
  simulator.setOffline(false)
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('No change is recorded in this browser yet.')).toBeVisible()
  expect(
    screen.getByText(/to administrators only, so only changes of settings are listed here/),
  ).toBeVisible()
  expect(screen.getByText(/^This browser has not seen an image change/)).toBeVisible()
})
