import { configure, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { startProduct } from '#testing/product.tsx'

// a deletion is many calls, and finding a role in a long list is slow on a busy machine
configure({ asyncUtilTimeout: 30_000 })

const choose = (name: string) => screen.findByRole('checkbox', { name: `Choose ${name}` })
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const NOBLE = 'Ubuntu 24.04 LTS (amd64)'
const JAMMY = 'Ubuntu 22.04 LTS (amd64)'
const COSMIC = 'Ubuntu 18.10 (amd64)'
const CENTOS = 'CentOS 8 (amd64)'
const CUSTOM = 'Build agent (hardened) (amd64)'

async function opened(scenario?: string) {
  const product = await startProduct(scenario)
  product.open()
  await screen.findAllByRole('checkbox', { name: /^Ubuntu 24.04 LTS.* arm64/ })
  await userEvent.click(screen.getByRole('button', { name: 'Delete images' }))
  await choose(NOBLE)
  const names = () => product.simulator.region.resources().map(({ name }) => name)
  return { ...product, names }
}

test('images are chosen with keys, what depends on them is named, and they are deleted and selected again', async () => {
  const user = userEvent.setup()
  const { simulator, names } = await opened()
  expect(screen.queryByRole('grid', { name: 'Images' })).not.toBeInTheDocument()
  const before = simulator.region.selections(1)
  const noble = await choose(NOBLE)
  noble.focus()
  await user.keyboard(' {ArrowDown}')
  expect(noble).toBeChecked()
  expect(await choose(JAMMY)).toHaveFocus()
  expect(await choose(JAMMY)).not.toBeChecked()
  await user.keyboard('{Shift>}')
  await user.click(await choose(COSMIC))
  await user.keyboard('{/Shift}')
  for (const name of [NOBLE, JAMMY, COSMIC]) expect(await choose(name)).toBeChecked()
  await user.click(await choose('Ubuntu 20.04 LTS (arm64)'))
  expect(screen.getByText(/^3 images chosen · [\d.]+ GB$/)).toHaveAttribute('role', 'status')
  expect(simulator.region.selections(1)).toEqual(before)

  await user.click(await button('Delete chosen images'))
  const dialog = await screen.findByRole('dialog', { name: 'Delete 3 images?' })
  const image = (name: string) =>
    within(within(dialog).getByRole('list', { name: 'Images to delete' }))
      .getAllByRole('listitem')
      .find((item) => item.textContent.startsWith(name))
  await waitFor(() => expect(image(NOBLE)).toHaveTextContent(/13 machines deployed with it/))
  // two machines were deployed with the default release
  expect(image(JAMMY)).toHaveTextContent(/5 machines deployed with it/)
  expect(image(JAMMY)).toHaveTextContent(/Cannot be deleted: .* is the commissioning release/)
  expect(image(COSMIC)).toHaveTextContent(/Not offered any more: it cannot be downloaded again/)
  expect(await within(dialog).findByText(/^MAAS frees [\d.]+ (MB|GB)/)).toBeVisible()
  expect(within(dialog).getByText(/^To undo this, .* MAAS then downloads [\d.]+ (MB|GB)/)).toBeVisible()

  await user.click(within(dialog).getByRole('button', { name: 'Delete 2 images' }))
  expect(await screen.findByText('2 of 3 images deleted')).toBeVisible()
  expect(names()).not.toContain('ubuntu/noble')
  expect(names()).not.toContain('ubuntu/cosmic')
  expect(names()).toContain('ubuntu/jammy')
  expect(simulator.region.selections(1).map(({ release }) => release)).not.toContain('noble')

  await user.click(await button('Select again'))
  const again = () => screen.getByRole('checkbox', { name: 'Ubuntu 24.04 LTS amd64' })
  await waitFor(() => expect(again()).toBeChecked())
  const bar = await screen.findByRole('region', { name: 'Unsaved selection' })
  // bytes arrive, so the running import has begun with what is selected
  expect(await within(bar).findByText(/1 image to add · about /)).toBeVisible()
  simulator.clock.advance(1_000)
  expect(await within(bar).findByText(/1 image to add · [\d.]+ (MB|GB) to download/)).toBeVisible()
  // images cannot be deleted as long as the selection has unsaved changes
  await user.click(await button('Delete images'))
  expect(await button(`Delete ${JAMMY}`)).toHaveAttribute('aria-disabled', 'true')
})

test('the reasons for a failure are shown, the rest is deleted, and Continue deletes what is left', async () => {
  const { simulator, names } = await opened()
  await userEvent.click(await choose(CENTOS))
  await userEvent.click(await choose(CUSTOM))
  let refusals = 0
  simulator.use(
    http.delete('*/MAAS/api/2.0/boot-resources/:id/', () => {
      refusals += 1
      return refusals === 1 ? HttpResponse.text('The disk is on fire.', { status: 500 }) : undefined
    }),
    http.get('*/MAAS/api/2.0/machines/', () => HttpResponse.text('No.', { status: 500 }), { once: true }),
  )
  await userEvent.click(await button('Delete chosen images'))
  const dialog = await screen.findByRole('dialog', { name: 'Delete 2 images?' })
  expect(await within(dialog).findByText(/Could not count the machines/)).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Try again' }))
  expect(await within(dialog).findByText(/2 machines deployed with it/)).toBeVisible()
  expect(within(dialog).getByText(/Custom image: MAAS keeps no copy/)).toBeVisible()

  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete 2 images' }))
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('1 of 2 images deleted')
  expect(within(alert).getByRole('listitem')).toHaveTextContent(/^Build agent .*: .*The disk is on fire/)
  expect(names().filter((name) => name.startsWith('centos'))).toEqual([])
  await userEvent.click(within(alert).getByRole('button', { name: 'Continue' }))
  expect(await screen.findByText('2 images deleted')).toBeVisible()
  expect(names()).not.toContain('build-agent')
})

test('an image that is no longer offered is replaced by the nearest one', async () => {
  const { names } = await opened()
  await userEvent.selectOptions(
    await screen.findByRole('combobox', { name: 'Images to list' }),
    'not-offered',
  )
  expect(screen.getAllByRole('checkbox', { name: /^Choose / })).toHaveLength(1)
  await userEvent.click(await button(/^Replace Ubuntu 18.10 \(amd64\) with /))
  const dialog = await screen.findByRole('dialog', { name: `Delete ${COSMIC}?` })
  const [, nearest = ''] = /After that, (.*) \(amd64\) is selected/.exec(dialog.textContent) ?? []
  expect(nearest).toMatch(/^Ubuntu \d/)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete image' }))
  expect(await screen.findByText('Image deleted')).toBeVisible()
  expect(names()).not.toContain('ubuntu/cosmic')
  expect(screen.getByText('The sources offer every image that the region holds.')).toBeVisible()
  await userEvent.click(await button('Back to the selection'))
  expect(await screen.findByRole('checkbox', { name: `${nearest} amd64` })).toBeChecked()
})
