import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { removeOver } from '#api/store/records.ts'
import { anyOf } from '#api/store/use-record.ts'
import { startTestProduct } from '#testing/product.tsx'

// a deletion is many calls, and finding a role in a long list is slow on a busy machine
configure({ asyncUtilTimeout: 60_000 })
vi.setConfig({ testTimeout: 120_000 })

const choose = (name: string) => screen.findByRole('checkbox', { name: `Choose ${name}` })
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const NOBLE = 'Ubuntu 24.04 LTS (amd64)'
const JAMMY = 'Ubuntu 22.04 LTS (amd64)'
const COSMIC = 'Ubuntu 18.10 (amd64)'
const FOCAL = 'Ubuntu 20.04 LTS (arm64)'
const CENTOS = 'CentOS 8 (amd64)'
const CUSTOM = 'Build agent (hardened) (amd64)'

async function opened(scenario?: string) {
  const product = await startTestProduct(scenario)
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

type Region = Awaited<ReturnType<typeof opened>>['simulator']

/** Notes which orders for imports the region gets. */
function noteOrders(simulator: Region): string[] {
  const asked: string[] = []
  simulator.use(
    http.post('*/MAAS/api/2.0/boot-resources/', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('op') ?? '')
    }),
  )
  return asked
}

/** Ends the running import of the region. */
function endImport({ region, clock }: Region) {
  for (let hours = 0; hours < 3; hours += 1) {
    clock.advance(3_600_000)
    region.isImporting()
  }
}

test('an image that is no longer offered is replaced: the nearest one is synced before it is deleted', async () => {
  const { simulator, open } = await startTestProduct()
  const { region } = simulator
  const names = () => region.resources().map(({ name }) => name)
  const asked = noteOrders(simulator)
  open('/images?delete=not-offered')
  const opener = await button(/^Replace Ubuntu 18.10 \(amd64\) with /)
  await userEvent.click(opener)
  const title = /^Replace Ubuntu 18.10 \(amd64\) with (.*) \(amd64\)\?$/
  const dialog = await screen.findByRole('dialog', { name: title })
  const nearest = title.exec(within(dialog).getByRole('heading').textContent)?.[1] ?? ''
  expect(nearest).toMatch(/^Ubuntu \d/)
  await userEvent.click(within(dialog).getByRole('button', { name: 'Replace image' }))

  const name = `Replace ${COSMIC} with ${nearest} (amd64)`
  const replacement = await screen.findByRole('region', { name })
  expect(
    await within(replacement).findByText(/When it is synced, this page deletes Ubuntu 18.10/),
  ).toBeVisible()
  expect(within(replacement).getByText(`Waiting until ${nearest} (amd64) is synced.`)).toHaveAttribute(
    'role',
    'status',
  )
  await waitFor(() => expect(opener).toHaveAccessibleDescription('It is being replaced.'))
  expect(opener).toHaveFocus()
  expect(names()).toContain('ubuntu/cosmic')

  // a reload
  await waitFor(() => expect(asked).toEqual(['import']))
  cleanup()
  open()
  expect(await screen.findByRole('region', { name })).toBeVisible()
  endImport(simulator)
  if (!region.isImporting()) region.startImport()
  endImport(simulator)
  expect(await screen.findByText(`${COSMIC} replaced`)).toBeVisible()
  expect(names()).not.toContain('ubuntu/cosmic')
  await waitFor(() => expect(screen.queryByRole('region', { name })).not.toBeInTheDocument())
})

test('an image that is no longer offered is kept: the page remembers it, and reports it again when asked', async () => {
  const { open } = await startTestProduct('not-offered')
  const row = async (name: string) => (await choose(name)).closest('tr') as HTMLElement
  const offers = () => screen.findByText(/^The sources offer all of them|^The sources do not offer these/)
  open('/images?delete=not-offered')
  const keep = await button(`Keep ${NOBLE} without updates`)
  expect(await offers()).toHaveTextContent(/no updates: .*24\.04 LTS amd64/)
  await userEvent.click(keep)
  expect(await button(`Report again: ${NOBLE}`)).toHaveFocus()
  expect(await row(NOBLE)).toHaveTextContent('Kept without updates')
  expect(screen.getByText('1 image is kept without updates')).toHaveAttribute('role', 'status')
  // the others together
  await userEvent.click(screen.getByRole('checkbox', { name: 'All images shown' }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep chosen images' }))
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: /^Keep .* without/ })).not.toBeInTheDocument(),
  )
  await waitFor(async () =>
    expect(await offers()).toHaveTextContent(
      /^The sources offer all of them except \d that you keep without/,
    ),
  )

  // a reload
  cleanup()
  open('/images?delete=not-offered')
  await userEvent.click(await button(`Report again: ${NOBLE}`))
  expect(await button(`Keep ${NOBLE} without updates`)).toBeVisible()
  await waitFor(async () => expect(await offers()).toHaveTextContent(/no updates: Ubuntu 24\.04 LTS amd64\./))
})

test('a kept image that a source offered again in between is reported when that source drops it, too', async () => {
  const { open, simulator } = await startTestProduct('not-offered')
  const readFrom = (stream: string) => {
    cleanup()
    simulator.region.updateSource(1, { url: `http://images.maas.io/ephemeral-v3/${stream}/` })
    open('/images?delete=not-offered')
  }
  open('/images?delete=not-offered')
  await userEvent.click(await button(`Keep ${NOBLE} without updates`))
  await button(`Report again: ${NOBLE}`)
  readFrom('candidate')
  // the list has other images, and not this one
  await button(`Keep ${COSMIC} without updates`)
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: `Choose ${NOBLE}` })).toBeNull())
  readFrom('stable')
  expect(await button(`Keep ${NOBLE} without updates`)).toBeVisible()
})

test('an image that is deleted is no longer one to keep', async () => {
  const { open } = await startTestProduct()
  const kept = async () => {
    const keys: string[] = []
    await removeOver(anyOf('without-updates', 1), (_, key) => keys.push(key) === 0)
    return keys.length
  }
  const ofOtherRegions = await kept()
  open('/images?delete=not-offered')
  await userEvent.click(await button(`Keep ${COSMIC} without updates`))
  await waitFor(async () => expect(await kept()).toBe(ofOtherRegions + 1))
  await userEvent.click(await button(`Delete ${COSMIC}`))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: /^Delete/ }))
  expect(await screen.findByText('Image deleted')).toBeVisible()
  await waitFor(async () => expect(await kept()).toBe(ofOtherRegions))
})

test('a canceled replacement keeps both images', async () => {
  const { simulator, open } = await startTestProduct()
  const { region } = simulator
  open('/images?delete=not-offered')
  await userEvent.click(await button(/^Replace Ubuntu 18.10 \(amd64\) with /))
  const dialog = await screen.findByRole('dialog', { name: /^Replace Ubuntu 18.10/ })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Replace image' }))
  const replacement = await screen.findByRole('region', { name: /^Replace Ubuntu 18.10/ })
  await within(replacement).findByText(/When it is synced/)
  const before = region.selections(1).map(({ release }) => release)
  await userEvent.click(within(replacement).getByRole('button', { name: 'Cancel replacement' }))
  await waitFor(() => expect(replacement).not.toBeInTheDocument())
  endImport(simulator)
  expect(region.resources().map(({ name }) => name)).toContain('ubuntu/cosmic')
  expect(region.selections(1).map(({ release }) => release)).toEqual(before)
  expect(await button(/^Replace Ubuntu 18.10/)).toBeVisible()
})

test('an import that downloads an image is stopped for it, and the page notices when the image comes back', async () => {
  const { simulator, open } = await startTestProduct()
  const { region } = simulator
  const focal = () =>
    region
      .resources()
      .filter(({ name, architecture }) => name === 'ubuntu/focal' && architecture.startsWith('arm64'))
  expect([region.isImporting(), focal().length > 0]).toEqual([true, true])
  const asked = noteOrders(simulator)
  // from the details of its row
  open('/images?q=focal')
  await userEvent.click(await button(/^20.04 LTS/))
  await userEvent.click(await button(`Delete ${FOCAL}`))
  const dialog = await screen.findByRole('dialog', { name: `Delete ${FOCAL}?` })
  expect(within(dialog).getByText(/^The running import is stopped first, then started again\./)).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete image' }))
  // the import of the region needs some seconds to stop
  await waitFor(() => expect(asked).toEqual(['stop_import']))
  simulator.clock.advance(10_000)
  expect(await screen.findByText('Image deleted')).toBeVisible()
  expect(asked).toEqual(['stop_import', 'import'])
  expect(focal()).toEqual([])
  endImport(simulator)
  expect(focal()).toEqual([])

  // someone else selects it again
  const lists = {
    os: 'ubuntu',
    release: 'focal',
    arches: ['amd64', 'arm64'],
    subarches: ['*'],
    labels: ['*'],
  }
  const there = region.selections(1).find(({ release }) => release === 'focal')
  if (there) region.updateSelection(1, there.id, lists)
  else region.createSelection(1, lists)
  region.startImport()
  endImport(simulator)
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(/^Deleted images are back/)
  expect(alert).toHaveTextContent(`has brought back ${FOCAL}.`)
  await userEvent.click(within(alert).getByRole('button', { name: 'Delete again' }))
  expect(await screen.findByRole('dialog', { name: `Delete ${FOCAL}?` })).toBeVisible()
})
