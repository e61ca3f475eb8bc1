import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

const box = (name: RegExp) => screen.findByRole('checkbox', { name })
const bar = () => screen.findByRole('region', { name: 'Unsaved selection' })

test('selecting creates a draft: the bar shows what a save would do, and nothing is sent to MAAS', async () => {
  const { open, simulator } = await startTestProduct()
  const before = simulator.region.selections(1)
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  expect(await within(await bar()).findByText(/1 image to add · [\d.]+ MB to download/)).toBeVisible()
  expect(simulator.region.selections(1)).toEqual(before)
})

test('clearing a box that was just selected leaves nothing to save', async () => {
  const { open } = await startTestProduct()
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await bar()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await waitFor(() =>
    expect(screen.queryByRole('region', { name: 'Unsaved selection' })).not.toBeInTheDocument(),
  )
})

test('a draft comes back with the page', async () => {
  const { open } = await startTestProduct()
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await bar()
  cleanup()
  open()
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeChecked()
  expect(await within(await bar()).findByText(/1 image to add/)).toBeVisible()
})

test('a save that is still running when the page is shown again does not count as interrupted', async () => {
  const { open, simulator } = await startTestProduct()
  let goOn = () => undefined as void
  const held = new Promise<void>((resolve) => (goOn = resolve))
  let arrived = () => undefined as void
  const sent = new Promise<void>((resolve) => (arrived = resolve))
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-sources/:id/selections/', async () => {
      arrived()
      await held
    }),
  )
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  await sent
  cleanup()
  open()
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeChecked()
  expect(await bar()).not.toHaveTextContent('Only part of the selection was saved')
  expect(screen.queryByRole('list', { name: 'Steps of saving' })).not.toBeInTheDocument()
  goOn()
  await waitFor(() =>
    expect(simulator.region.selections(1).map(({ release }) => release)).toContain('resolute'),
  )
})

test('Change source is offered once the page knows that the user is an administrator', async () => {
  const { open, simulator } = await startTestProduct()
  let goOn = () => undefined as void
  const held = new Promise<void>((resolve) => (goOn = resolve))
  simulator.use(http.get('*/MAAS/api/2.0/maas/', () => held))
  open()
  expect(await screen.findByRole('heading', { level: 1, name: 'Images' })).toBeVisible()
  expect(await screen.findByRole('button', { name: 'Selection file' })).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Change source' })).not.toBeInTheDocument()
  goOn()
  expect(await screen.findByRole('link', { name: 'Change source' })).toBeVisible()
})

test('what was discarded can be brought back', async () => {
  const { open } = await startTestProduct()
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Discard' }))
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).not.toBeChecked()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Undo' }))
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeChecked()
})

test('the last architecture of the commissioning release stays selected, and the page says why', async () => {
  const { open } = await startTestProduct()
  open()
  const jammy = await box(/^Ubuntu 22.04 LTS amd64/)
  await userEvent.click(jammy)
  expect(jammy).toBeChecked()
  expect(await bar()).toHaveTextContent('the commissioning release')
})

test('Continue starts the import if it failed to start after a save', async () => {
  const { open, simulator } = await startTestProduct()
  simulator.use(
    http.post(
      '*/MAAS/api/2.0/boot-resources/',
      () => new HttpResponse('Service Unavailable', { status: 503 }),
      {
        once: true,
      },
    ),
  )
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  const steps = await screen.findByRole('list', { name: 'Steps of saving' })
  await waitFor(() => expect(within(steps).getByText(/^Start the import/)).toHaveTextContent('failed'))
  expect(simulator.region.selections(1).some(({ release }) => release === 'resolute')).toBe(true)

  await userEvent.click(await screen.findByRole('button', { name: 'Continue' }))
  await waitFor(async () => expect(await bar()).toHaveTextContent('Selection saved'))
  expect(simulator.region.isImporting()).toBe(true)
})

test('a kernel that is chosen is sent as its subarch, the others stay out', async () => {
  const { open, simulator } = await startTestProduct()
  open()
  await box(/^Ubuntu 26.04 LTS arm64/)
  await userEvent.click(await screen.findByRole('button', { name: /24.04 LTS/ }))
  const kernels = await screen.findByRole('group', { name: 'Kernels of 24.04 LTS' })
  await userEvent.click(within(kernels).getByRole('radio', { name: 'Only these' }))
  await userEvent.click(within(kernels).getByRole('checkbox', { name: 'HWE 24.04 hwe-24.04' }))
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  await waitFor(async () => expect(await bar()).toHaveTextContent('Selection saved'))
  const noble = simulator.region.selections(1).find(({ release }) => release === 'noble')
  expect(noble?.subarches.toSorted()).toEqual(['ga-24.04', 'hwe-24.04-edge'])
})

test('with a MAAS that imports every kernel the choice says so', async () => {
  const { open } = await startTestProduct('maas-3.8')
  open('/images?q=focal')
  const [release] = await screen.findAllByRole('button', { name: /20.04 LTS/ })
  if (release) await userEvent.click(release)
  expect(await screen.findByText(/import every kernel/)).toBeInTheDocument()
})

test('although nothing can be counted, what MAAS 3.8 deletes to clear one architecture is asked about first', async () => {
  const { open, simulator } = await startTestProduct('maas-3.8')
  const noble = () => simulator.region.selections(1).find(({ release }) => release === 'noble')
  const both = { os: 'ubuntu', release: 'noble', arches: ['amd64', 'arm64'], subarches: ['*'], labels: ['*'] }
  simulator.region.deleteSelection(1, noble()?.id ?? 0)
  simulator.region.createSelection(1, both)
  simulator.use(http.get('*/MAAS/api/2.0/boot-resources/:id/', () => new HttpResponse('', { status: 503 })))
  open('/images?q=24.04')
  await userEvent.click(await box(/^Ubuntu 24.04 LTS from MAAS Stable arm64/))
  expect(await within(await bar()).findByText(/saving deletes its images of all architectures/)).toBeVisible()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  expect(await screen.findByRole('dialog', { name: 'Review changes' })).toBeInTheDocument()
  expect(noble()?.arches).toEqual(both.arches)
})

test('a user who is not an administrator sees the images and why nothing can be changed', async () => {
  const { open } = await startTestProduct('read-only')
  open()
  expect(await screen.findByText('Read-only access')).toBeInTheDocument()
  const stop = await screen.findByRole('button', { name: /Stop import|Import now/ })
  expect(stop).toHaveAttribute('aria-disabled', 'true')
  expect(stop).toHaveAttribute('title', expect.stringContaining('administrators'))
})

test('a region that cannot be reached leaves a page that says so and tries again', async () => {
  const { open, simulator } = await startTestProduct('offline')
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Could not read the images')
  simulator.setOffline(false)
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeInTheDocument()
})

test('a save whose first write fails reports that nothing was saved, and selecting works again', async () => {
  const { open, simulator } = await startTestProduct()
  simulator.use(
    http.post('*/selections/', () => HttpResponse.json({ os: ['Not today.'] }, { status: 400 }), {
      once: true,
    }),
  )
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  await waitFor(async () => expect(await bar()).toHaveTextContent('Nothing was saved.'))

  await userEvent.click(await box(/^Ubuntu 26.04 LTS amd64/))
  // bytes arrive, so the running import has begun with what is selected
  expect(await within(await bar()).findByText(/2 images to add · about /)).toBeVisible()
  simulator.clock.advance(1_000)
  expect(await within(await bar()).findByText(/2 images to add · [\d.]+ MB to download/)).toBeVisible()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Discard' }))
  expect(await bar()).toHaveTextContent('Your changes were discarded.')
})

test('a row that is changed stays under the pointer, whatever the state filter', async () => {
  const { open } = await startTestProduct()
  open('/images?state=synced')
  const centos = await box(/^CentOS 8 amd64/)
  await userEvent.click(centos)
  expect(await box(/^CentOS 8 amd64$/)).not.toBeChecked()
  expect(centos).toHaveAccessibleDescription('Will be removed')
  expect(centos).toHaveFocus()
})

test('the keyboard stays on a release that sorting moves', async () => {
  const { open } = await startTestProduct()
  open('/images?sort=size&order=asc')
  const amd64 = await box(/^Ubuntu 26.04 LTS amd64/)
  amd64.focus()
  await userEvent.keyboard(' ')
  expect(await box(/^Ubuntu 26.04 LTS amd64$/)).toHaveFocus()
  expect(amd64).toHaveAccessibleDescription('Selected')
  expect(amd64).toHaveAttribute('tabindex', '0')
})
