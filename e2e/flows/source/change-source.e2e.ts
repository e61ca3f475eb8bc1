import { stateThrough } from '#e2e/setup/region-state.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

test(
  'from stable to candidate and back: the selection is unchanged, and undo works after a reload',
  { tag: '@demo' },
  async ({ page, open, images, source, control, pass, expectAccessible }) => {
    await control.advance({ seconds: 600 })
    const [before, { selections }] = [await stateThrough(control), await control.readState()]
    expect(before).toContainEqual(expect.stringMatching(/ ubuntu\/noble amd64 /))
    await open()
    await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
    await page.getByRole('link', { name: 'Change source' }).click()

    await test.step('Connect shows who signed it, what it offers, and what changes; nothing is written', async () => {
      await source.candidate.check()
      await source.connects()
      await expect(source.fact('Signature')).toContainText('Trusted.')
      await expect(source.fact('Signature')).toContainText(/([0-9A-F]{4} ){9}[0-9A-F]{4}/)
      await expect(source.fact('Signature in MAAS')).toContainText('MAAS accepts it.')
      await expect(source.fact('Index updated')).toContainText(/^\d+ \w+ \d{4}, /)
      await expect(source.fact('Read from')).toContainText('http://images.maas.io/ephemeral-v3/candidate/')
      await expect(source.fact('Offers')).toContainText('20 releases, 92 images')
      await expect(source.release('22.04 LTS')).toContainText('amd64: newer, 20260722 → 20260804')
      await expect(source.release('20.04 LTS')).toContainText('arm64: the same')
      await expect(source.comparison).toContainText('Only at the new source: 26.10')
      expect(await stateThrough(control)).toEqual(before)
      await expectAccessible()
    })

    await test.step('the change updates the source in place: id and selections stay', async () => {
      await source.change.click()
      await expect(source.done).toBeVisible()
      await expect(source.step('Change the source to maas.io candidate')).toContainText('done')
      const state = await control.readState()
      expect(state.sources.map(({ id, url }) => [id, url])).toEqual([[1, CANDIDATE]])
      expect(state.selections).toEqual(selections)
      expect(state.job).not.toBeNull()
      await expectAccessible()
      await source.closeIt()
    })

    await test.step('the Images page follows the import', async () => {
      await expect(page.getByText('Synced from maas.io candidate', { exact: true })).toBeVisible()
      await pass(5)
      await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', /Downloading|Queued/)).toBeChecked()
      await pass(600)
      await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
      await expect(images.row('26.10')).toBeVisible()
    })

    await test.step('undo is available after a reload, and first shows what it would do', async () => {
      await page.reload()
      await expect(source.undoNotice).toContainText('Images have come from maas.io candidate since')
      await expectAccessible()
      await source.undo.click()
      await expect(source.named('Undo the change to maas.io candidate?')).toBeVisible()
      await expect(source.read).toBeVisible()
      await expect(source.stable).toBeChecked()
      await expect(source.release('22.04 LTS')).toContainText('amd64: older, 20260804 → 20260722')
      expect((await control.readState()).sources).toMatchObject([{ url: CANDIDATE }])
      await expectAccessible()
      await page.reload()
      await expect(source.named('Undo the change to maas.io candidate?')).toBeVisible()
      await expect(source.read).toBeVisible()
    })

    await test.step('after undo, the region is as before, and nothing is left to undo', async () => {
      await source.changes()
      expect(await stateThrough(control)).toEqual(before)
      expect((await control.readState()).selections).toEqual(selections)
      await expect(page.getByText('Synced from maas.io', { exact: true })).toBeVisible()
      await pass(600)
      await expect(images.boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
      await expect(source.undo).toBeHidden()
      await expect(images.row('26.10')).toBeHidden()
    })
  },
)
