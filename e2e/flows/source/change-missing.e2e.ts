import type { Page } from '@playwright/test'
import type { RegionAnswer } from '#contract/gateway.ts'
import type { Simulator } from '#simulator/serve.ts'
import { selectionOf } from '#e2e/setup/region-state.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

/** A region on candidate, with its newest release (26.10) selected and present; stable does not have it. */
function withCandidateOnly({ region, clock }: Simulator): void {
  clock.advance(600_000)
  region.updateSource(1, { url: CANDIDATE })
  region.startImport()
  clock.advance(600_000)
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'stalwart',
    arches: ['amd64', 'arm64'],
    subarches: ['*'],
    labels: ['*'],
  })
  region.startImport()
  clock.advance(600_000)
}

const backToStable = async (page: Page) => {
  await page.getByRole('link', { name: 'Change source' }).click()
  await page.getByRole('radio', { name: /^Stable/ }).check()
}

test('a change to stable maps a release that only candidate has to the nearest one', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/400 .*selections/, 'during the undo, MAAS has not read candidate again yet')
  withCandidateOnly(simulator)
  await open()
  await expect(images.boxIn('Ubuntu 26.10', 'amd64', 'Synced')).toBeChecked()
  await backToStable(page)
  await source.connects()
  const missing = source.release('26.10')
  await expect(missing).toContainText('Not offered')
  await expect(source.comparison).toContainText(/Of the selected images: .*3 not offered/)
  await expectAccessible()
  await missing.getByRole('combobox').selectOption({ label: 'Use 26.04 LTS instead' })
  await expect(source.comparison).toContainText(/[1-9][\d.]* [MG]B to download, [1-9][\d.]* [MG]B freed/)
  await source.changes()
  expect(selectionOf(region, 1)).toEqual([
    'centos/8 amd64',
    'ubuntu/cosmic amd64',
    'ubuntu/focal arm64',
    'ubuntu/jammy amd64',
    'ubuntu/noble amd64',
    'ubuntu/resolute amd64+arm64',
  ])
  await pass(600)
  await expect(images.boxIn('Ubuntu 26.04 LTS', 'arm64', 'Synced')).toBeChecked()
  await expect(images.row('26.10')).toBeHidden()

  await test.step('undo restores the replaced release', async () => {
    await source.undo.click()
    await expect(source.read).toBeVisible()
    // the former selection decides: there are no choices, and the dialog says what is cleared
    await expect(source.release('26.04 LTS')).toContainText('Clear the release')
    await expect(source.release('22.04 LTS')).toContainText('Carry over')
    await expect(source.comparison.getByRole('combobox')).toHaveCount(0)
    await expect(source.comparison).toContainText('Selected again: 26.10.')
    await expectAccessible()
    await source.change.click()
    await expect(source.step('Select ubuntu stalwart')).toContainText(
      'Waiting for MAAS to read the boot source',
    )
    simulator.clock.advance(5_000)
    await expect(source.done).toBeVisible()
    await source.closeIt()
    expect(region.source(1).url).toBe(CANDIDATE)
    expect(selectionOf(region, 1)).toContain('ubuntu/stalwart amd64+arm64')
    expect(selectionOf(region, 1)).not.toContain('ubuntu/resolute amd64+arm64')
    await pass(600)
    await expect(images.boxIn('Ubuntu 26.10', 'arm64', 'Synced')).toBeChecked()
  })
})

test('releases that the new source does not offer are kept unless they are dropped', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  pass,
}) => {
  withCandidateOnly(simulator)
  await open()
  await backToStable(page)
  await source.connects()
  const choice = source.release('26.10').getByRole('combobox')
  await expect(choice.getByRole('option')).toHaveText([
    'Keep the release without updates',
    'Use 26.04 LTS instead',
    'Clear the release',
  ])
  await expect(choice.getByRole('option', { selected: true })).toHaveText('Keep the release without updates')
  await choice.selectOption({ label: 'Clear the release' })
  await expect(source.comparison).toContainText(/[1-9][\d.]* [MG]B freed/)
  await source.changes()
  expect(selectionOf(region, 1).filter((one) => /stalwart|resolute/.test(one))).toEqual([])
  await pass(600)
  await expect(images.row('26.10')).toBeHidden()
  await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Not selected')).not.toBeChecked()
})

test('if the new source does not offer the commissioning release, it is kept, with a warning', async ({
  page,
  open,
  images,
  source,
  region,
  simulator,
  pass,
  expectAccessible,
}) => {
  withCandidateOnly(simulator)
  // the embedded region, like MAAS, accepts only an LTS release for it
  await page.route('**/gateway/region', async (route) => {
    const answer = await route.fetch().catch(() => null)
    const body: RegionAnswer | null = await (answer?.json().catch(() => null) ?? null)
    if (!answer || !body) return
    const config = { ...body.config, commissioningRelease: 'stalwart' }
    await route.fulfill({ response: answer, json: { ...body, config } }).catch(() => undefined)
  })
  await open()
  await backToStable(page)
  await source.connects()
  const missing = source.release('26.10')
  await expect(missing).toContainText('Without its images, machines cannot be commissioned.')
  await expect(missing.getByRole('combobox')).toBeHidden()
  await expect(missing).toContainText('Keep the release without updates')
  await expectAccessible()
  await source.changes()
  expect(selectionOf(region, 1)).toContain('ubuntu/stalwart amd64+arm64')
  await pass(600)
  await expect(images.row('26.10')).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('for each selected image, the dialog shows before the change if the mirror lists it but does not have its files', async ({
  open,
  source,
  simulator,
  expectAccessible,
}) => {
  simulator.clock.advance(600_000)
  await open('/images/source')
  await source.fill('http://mirror.example.com/ubuntu/')
  await source.connects()
  await expect(source.fact('Files')).toContainText('listed images are missing on the mirror')
  await expect(source.release('22.04 LTS')).not.toContainText('missing or incomplete')
  await expect(source.release('20.04 LTS')).toContainText(
    'arm64: the same (20250624), but its files are missing or incomplete',
  )
  await expect(source.comparison).toContainText(
    'listed, but missing or incomplete at the new source. MAAS cannot import those that the region does not have yet.',
  )
  await expectAccessible()
})
