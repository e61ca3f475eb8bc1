import { cleanup, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

const box = (name: RegExp) => screen.findByRole('checkbox', { name })
const bar = () => screen.findByRole('region', { name: 'Unsaved selection' })
const HOUR = 3_600_000

/** A region that has everything. `start`: an import of one more image, which someone has selected. */
async function aRegion() {
  const { open, simulator } = await startTestProduct()
  const { region, clock } = simulator
  clock.advance(HOUR)
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'resolute',
    arches: ['arm64'],
    subarches: ['*'],
    labels: ['*'],
  })
  const start = () => {
    region.startImport()
    clock.advance(5_000)
    expect(region.isImporting()).toBe(true)
  }
  return { open, start, region, clock }
}

/** Saves one more image. `goOn` is called just before. */
async function save(name: RegExp, goOn: () => void) {
  await userEvent.click(await box(name))
  await within(await bar()).findByText(/1 image to add · .* to download/)
  goOn()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Save selection' }))
  await within(await bar()).findByText(/The running import also applies/)
}

test('saves during an import: figures after a reload, and an import that is owed if someone stops it', async () => {
  const { open, start, region, clock } = await aRegion()
  const goOn = () => clock.advance(1_000)
  start()
  open()
  await save(/^Ubuntu 22.04 LTS arm64/, goOn)
  cleanup()
  open()
  // what was saved is left to the running import
  expect(await box(/^Ubuntu 22.04 LTS arm64/)).toBeChecked()
  expect(screen.queryByRole('button', { name: 'Continue' })).not.toBeInTheDocument()
  await save(/^Ubuntu 24.04 LTS arm64/, goOn)
  const third = await box(/^Ubuntu 26.04 LTS amd64/)
  await userEvent.click(third)
  // until a half-downloaded file grows, a page that was reloaded does not know whether it starts over
  clock.advance(200)
  const figures = /^1 image to add · [\d.]+ [MG]B to download · [\d.]+ [MG]B due anyway$/
  expect(await within(await bar()).findByText(figures)).toBeVisible()
  await userEvent.click(third)

  // someone else, in another browser
  region.stopImport()
  clock.advance(10_000)
  cleanup()
  open()
  expect(await within(await bar()).findByText(/MAAS has not confirmed the import/)).toBeVisible()
  expect(await screen.findByRole('button', { name: 'Continue' })).toBeVisible()
})
