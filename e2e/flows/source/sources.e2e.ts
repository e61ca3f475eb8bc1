import type { Page } from '@playwright/test'
import { BootSources } from '#kit/playwright.ts'
import { selectionOf, stateOf, stateThrough } from '#e2e/setup/region-state.ts'
import { expect, test } from '#e2e/test.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const MIRROR = 'http://mirror.example.com/ubuntu/'

/** One boot source of the list, by its name. */
const item = (page: Page, name: string) => new BootSources(page).item(name)

test(
  'a source is added, updated and deleted; the list and MAAS both follow',
  { tag: '@demo' },
  async ({ page, open, source, control, expectAccessible }) => {
    const sources = async () => (await control.readState()).sources
    await control.advance({ seconds: 600 })
    const first = await stateThrough(control)
    await open('/images')
    await page.getByRole('link', { name: 'Boot sources' }).click()
    await expect(page.getByRole('heading', { name: 'Boot sources', level: 1 })).toBeVisible()
    await expect(page.getByText('MAAS up to 3.7 works best with one source')).toBeVisible()

    await test.step('the list shows details of each source', async () => {
      const stable = item(page, 'maas.io')
      await expect(stable).toContainText(STABLE)
      await expect(stable).toContainText('/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg')
      await expect(stable).toContainText('Signed by MAAS Images demo streams')
      await expect(stable).toContainText(/5 releases; the region has \d+ of their images/)
      await expect(stable).toContainText(/index of \d+ \w+ \d{4}/)
      await expect(stable).not.toContainText('Priority')
      await expectAccessible()
    })

    await test.step('add', async () => {
      await page.getByRole('link', { name: 'Add source' }).click()
      await expect(source.named('Add source')).toBeVisible()
      await expectAccessible()
      await source.fill(MIRROR)
      await source.connects()
      await expect(source.comparison).toBeHidden()
      await source.change.click()
      await expect(source.done).toContainText('mirror.example.com/ubuntu is added')
      await expect(source.done).not.toContainText('undone')
      await expectAccessible()
      await source.closeIt()
      await expect(item(page, 'mirror.example.com/ubuntu')).toContainText('SelectionsNone')
      const state = await control.readState()
      expect(state.sources.map(({ url }) => url)).toEqual([STABLE, MIRROR])
      expect(state.selections.filter(({ sourceId }) => sourceId === 2)).toEqual([])
    })

    await test.step('update', async () => {
      await control.advance({ seconds: 600 })
      await item(page, 'mirror.example.com/ubuntu')
        .getByRole('link', { name: /^Update/ })
        .click()
      await expect(source.named('Update mirror.example.com/ubuntu')).toBeVisible()
      await expect(page).toHaveURL(/\/sources\/2$/)
      await expect(source.url).toHaveValue(MIRROR)
      await source.fill('http://mirror.example.com/plain/')
      await source.connects()
      await source.changes()
      expect((await sources()).map(({ id, url }) => [id, url])).toEqual([
        [1, STABLE],
        [2, 'http://mirror.example.com/plain/'],
      ])
      await expect(item(page, 'mirror.example.com/plain')).toBeVisible()
      await expect(item(page, 'mirror.example.com/ubuntu')).toBeHidden()
    })

    await test.step('Delete asks first, and can be canceled', async () => {
      await control.advance({ seconds: 600 })
      await item(page, 'mirror.example.com/plain')
        .getByRole('link', { name: /^Delete/ })
        .click()
      await expect(source.named('Delete mirror.example.com/plain?')).toBeVisible()
      await expect(source.dialog).toContainText('No images are selected from this source.')
      await expectAccessible()
      await source.dialog.getByRole('button', { name: 'Keep source' }).click()
      await expect(source.dialog).toBeHidden()
      expect(await sources()).toHaveLength(2)
      await item(page, 'mirror.example.com/plain')
        .getByRole('link', { name: /^Delete/ })
        .click()
      await source.dialog.getByRole('button', { name: 'Delete source' }).click()
      await expect(source.done).toBeVisible()
      await source.closeIt()
      await expect(item(page, 'mirror.example.com/plain')).toBeHidden()
      expect(await stateThrough(control)).toEqual(first)
    })
  },
)

test.describe('a region with two sources', () => {
  test.use({ scenario: 'two-sources' })

  test('deleting a source says what else is deleted; undo restores source and selection', async ({
    page,
    open,
    source,
    region,
    simulator,
    expectAccessible,
    watch,
  }) => {
    watch.allow(/400 .*selections/)
    simulator.clock.advance(600_000)
    const before = stateOf(region)
    await open('/sources')
    await item(page, 'mirror.example.com/ubuntu')
      .getByRole('link', { name: /^Delete/ })
      .click()
    await expect(source.dialog).toContainText(
      'Deleting the source also deletes its 1 selection: Ubuntu 24.04 LTS.',
    )
    await expect(source.dialog).toContainText(
      '1 image used only by this source is removed by the import that follows.',
    )
    await source.dialog.getByRole('button', { name: 'Delete source' }).click()
    await expect(source.done).toBeVisible()
    await expectAccessible()
    await source.closeIt()
    expect(region.sources().map(({ url }) => url)).toEqual([STABLE])
    simulator.clock.advance(600_000)

    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await expect(source.undoNotice).toContainText('mirror.example.com/ubuntu was deleted')
    await page.reload()
    await source.undo.click()
    await expect(source.read).toBeVisible()
    await expectAccessible()
    await source.change.click()
    await expect(source.step('Select ubuntu noble')).toContainText('Waiting for MAAS to read the boot source')
    simulator.clock.advance(1_000)
    await expect(source.done).toBeVisible()
    await source.closeIt()
    expect(stateOf(region)).toEqual(before)
    await expect(source.undo).toBeHidden()
  })

  test('Change source changes the chosen one of two sources and leaves the other one alone', async ({
    open,
    source,
    region,
    simulator,
    expectAccessible,
  }) => {
    simulator.clock.advance(600_000)
    const untouched = stateOf(region).filter((line) => line.startsWith(STABLE))
    await open('/images/source')
    await source.dialog.getByRole('combobox', { name: 'Source to change' }).selectOption({
      label: 'mirror.example.com/ubuntu',
    })
    await expect(source.url).toHaveValue(MIRROR)
    await expectAccessible()
    await source.fill('http://mirror.example.com/plain/')
    await source.connects()
    await source.changes()
    expect(stateOf(region).filter((line) => line.startsWith(STABLE))).toEqual(untouched)
    expect(selectionOf(region, 2)).toEqual(['ubuntu/noble amd64'])
    expect(region.source(2).url).toBe('http://mirror.example.com/plain/')
  })
})

for (const [what, url] of [
  ['maas.io, which MAAS adds again', STABLE],
  ['a mirror', MIRROR],
] as const) {
  test(`the only source is deleted, ${what}: the dialog explains the consequences, and undo restores its selection`, async ({
    page,
    open,
    source,
    region,
    simulator,
    watch,
    expectAccessible,
  }) => {
    watch.allow(/400 .*selections/)
    for (const { id, release } of region.selections(1))
      if (release !== 'jammy' && release !== 'noble') region.deleteSelection(1, id)
    region.updateSource(1, { url })
    simulator.clock.advance(600_000)
    const before = stateOf(region)
    await open('/sources/1/delete')
    await expect(source.dialog).toContainText(
      'The import adds maas.io again and selects Ubuntu 22.04 LTS from it, for amd64',
    )
    // MAAS 3.5 selects jammy again, which is the commissioning release here
    await expect(source.dialog).not.toContainText('commissioning release')
    await expectAccessible()
    await source.dialog.getByRole('button', { name: 'Delete source' }).click()
    await expect(source.done).toBeVisible()
    await source.closeIt()
    expect(region.sources().map(({ id, url: there }) => [id, there])).toEqual([[2, STABLE]])
    simulator.clock.advance(600_000)

    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await source.undo.click()
    await expect(source.read).toBeVisible()
    await source.change.click()
    await expect
      .poll(
        () => {
          simulator.clock.advance(300)
          return source.done.isVisible()
        },
        { intervals: [100] },
      )
      .toBe(true)
    const after = stateOf(region)
    expect(after).toEqual(expect.arrayContaining(before))
    // the source that MAAS added stays, because no one requested its removal
    if (url === STABLE) expect(after).toEqual(before)
  })
}

test('the boot sources page works by keyboard alone, and Back closes its dialogs', async ({
  page,
  open,
  source,
  region,
  simulator,
}) => {
  simulator.clock.advance(600_000)
  await open('/sources')
  const links = ['Add source', 'Update maas.io', 'Delete maas.io']
  await expect(item(page, 'maas.io')).toContainText('Signed by')
  await page.getByRole('button', { name: 'Show as' }).focus()
  for (const name of links) {
    await page.keyboard.press('Tab')
    const link = page.getByRole('link', { name })
    await expect(link).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(source.dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(source.dialog).toBeHidden()
    await expect(link).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(source.dialog).toBeVisible()
    await page.goBack()
    await expect(source.dialog).toBeHidden()
    await expect(page).toHaveURL(/\/sources$/)
    await link.focus()
  }
  expect(region.sources()).toHaveLength(1)
})

test('an unknown source number shows a message and leads back; without any source, the page says what MAAS does', async ({
  page,
  open,
  source,
  region,
  expectAccessible,
}) => {
  for (const path of ['/sources/nonsense', '/sources/99/delete', '/sources/99']) {
    await open(path)
    await expect(source.named('No such source')).toBeVisible()
    if (path === '/sources/99') await expectAccessible()
    await source.closeIt()
    await expect(page).toHaveURL(/\/sources$/)
    await expect(item(page, 'maas.io')).toBeVisible()
  }
  region.stopImport()
  region.deleteSource(1)
  await page.reload()
  await expect(page.getByText('This region has no boot source')).toBeVisible()
  await expectAccessible()
})

test.describe('a user who is not an administrator', () => {
  test.use({ scenario: 'read-only' })

  test('sees who can change boot sources, and has no controls to change them', async ({
    page,
    open,
    source,
    region,
    expectAccessible,
  }) => {
    const before = stateOf(region)
    await open('/sources')
    await expect(page.getByText('Only MAAS administrators can change boot sources.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Add source' })).toBeHidden()
    await expectAccessible()
    for (const path of [
      '/sources/add',
      '/sources/1',
      '/sources/1/delete',
      '/images/source',
      '/images/source?undo=1',
    ]) {
      await open(path)
      await expect(source.named('Read-only access')).toContainText('operator is not an administrator.')
      // the same dialog for each of them
      if (path === '/sources/add') await expectAccessible()
      await source.closeIt()
    }
    expect(stateOf(region)).toEqual(before)
  })
})
