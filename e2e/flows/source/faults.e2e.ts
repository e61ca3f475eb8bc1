import type { ProxyFault } from '#testing/faults/faults.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ proxied: true })

const ALL_WRITES = /^(POST|PUT|DELETE)/

test('a save hangs and its answer is lost, and the page says that MAAS may have applied it', async ({
  page,
  open,
  images,
  region,
  faults,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/502.*selections/, 'the answer to the new selection is lost')
  let lose = () => {}
  const until = new Promise<void>((_, reject) => (lose = () => reject(new Error('lost'))))
  const hangs = faults.next({ method: 'POST', path: /selections/ }, { kind: 'hang', until })
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.save.click()
  const steps = images.bar.getByRole('list', { name: 'Steps of saving' }).getByRole('listitem')

  await test.step('while the save hangs, its step is running and nothing else can be saved', async () => {
    await hangs
    await expect(steps.filter({ hasText: 'Select Ubuntu' })).toContainText('running')
    await expect(images.bar.getByRole('status')).toContainText('Saving the selection…')
    await expect(images.box('Ubuntu 22.04 LTS', 'arm64')).toHaveAttribute('aria-disabled', 'true')
    await expectAccessible()
  })

  await test.step('the answer is lost: MAAS has applied it, and the page does not claim otherwise', async () => {
    lose()
    await expect(steps.filter({ hasText: 'Select Ubuntu' })).toContainText(
      /failed.*was cut.*MAAS may already have applied this/,
    )
    await expect(steps.filter({ hasText: 'Start the import' })).toContainText('not done yet')
    expect(region.selections(1).map(({ release }) => release)).toContain('resolute')
    await expectAccessible()
  })

  await test.step('Continue checks first, and does only what is missing', async () => {
    const writes: string[] = []
    page.on('request', (request) => {
      const line = `${request.method()} ${new URL(request.url()).pathname}`
      if (ALL_WRITES.test(line)) writes.push(line)
    })
    await images.bar.getByRole('button', { name: 'Continue' }).click()
    await expect(images.bar).toContainText('Selection saved')
    expect(writes).toEqual(['POST /MAAS/api/2.0/boot-resources/'])
    const releases = region.selections(1).map(({ release }) => release)
    expect(releases.filter((release) => release === 'resolute')).toHaveLength(1)
  })
})

test('MAAS asks to wait in the middle of a save: the page says how long, and Continue does the rest', async ({
  open,
  images,
  region,
  faults,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/50\d.*selections/, 'the region asks to wait')
  void faults.next(
    { method: 'POST', path: /selections/ },
    { kind: 'instead', answer: 'come-later', when: 'before' },
  )
  await open()
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.save.click()
  await expect(images.bar.getByRole('listitem').filter({ hasText: 'Select Ubuntu' })).toContainText(
    /failed.*MAAS is not ready.*wait 2 minutes/,
  )
  expect(region.selections(1).map(({ release }) => release)).not.toContain('resolute')
  await expectAccessible()
  await images.bar.getByRole('button', { name: 'Continue' }).click()
  await expect(images.bar).toContainText('Selection saved')
  expect(region.selections(1).map(({ release }) => release)).toContain('resolute')
})

const STATES: readonly {
  what: string
  fault: ProxyFault
  /** The calls that the page’s data come from. */
  path?: RegExp
  title: string
  words: RegExp
  off: RegExp
}[] = [
  {
    what: 'a captive portal takes the place of MAAS',
    fault: { kind: 'instead', answer: 'portal', when: 'before' },
    title: 'This page could not read the region’s answer',
    words: /a web page instead of data/,
    off: /could not read the region’s answer. You can make changes again when the region answers correctly/,
  },
  {
    what: 'MAAS answers with incomplete JSON',
    fault: { kind: 'halve' },
    path: /boot-resources\//,
    title: 'This page could not read the region’s answer',
    words: /incomplete JSON/,
    off: /could not read the region’s answer. You can make changes again when the region answers correctly/,
  },
  {
    what: 'MAAS asks to wait',
    fault: { kind: 'instead', answer: 'come-later', when: 'before' },
    title: 'The region does not answer',
    words: /MAAS is not ready.*wait 2 minutes/,
    off: /does not answer/,
  },
]

test('while the page is open the region gives no usable answer: the last data stay with the reason, and the page recovers without a reload', async ({
  page,
  open,
  images,
  faults,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  // several faults in one flow
  test.slow()
  expectConsole(/50\d.*gateway\//, 'the region gives no usable answer')
  await open()
  await expect(images.row('22.04 LTS')).toContainText('synced')
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()

  for (const { what, fault, path, title, words, off } of STATES) {
    await test.step(what, async () => {
      const mend = faults.every(path ? { path } : {}, fault)
      await pass(10)
      await pass(60)
      const notice = page.getByRole('alert').filter({ hasText: title })
      await expect(notice).toContainText(words)
      await expect(notice).toContainText(/This page shows the state of \d\d:\d\d/)
      await expect(page.getByText('guest network')).toBeHidden()
      await expect(images.row('22.04 LTS')).toContainText('synced')
      await expect(images.save).toHaveAttribute('aria-disabled', 'true')
      await expect(images.save).toHaveAttribute('title', off)
      await expectAccessible()

      mend()
      // MAAS has to be left alone for two minutes
      await pass(160)
      await expect(notice).toBeHidden()
      await expect(images.boxIn('Ubuntu 26.04 LTS', 'amd64', 'Selected')).toBeChecked()
      await expect(images.save).not.toHaveAttribute('aria-disabled', 'true')
    })
  }
  await images.save.click()
  await expect(images.bar).toContainText('Selection saved')
})

test('a source change is cut off, then loses an answer: each time the page shows the state of the region', async ({
  page,
  open,
  region,
  faults,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/502.*boot-sources/, 'the change of the address is cut off')
  await open('/sources/1')
  await page.getByRole('radio', { name: 'Candidate' }).check()
  await page.getByRole('button', { name: 'Connect' }).click()
  void faults.next({ method: 'PUT', path: /boot-sources\/1\/$/ }, { kind: 'drop', when: 'before' })
  const asked = page.waitForResponse(/op=stop_import/)
  await page.getByRole('button', { name: 'Change source' }).click()
  const dialog = page.getByRole('dialog')
  const steps = dialog.getByRole('list', { name: 'Steps of the change' }).getByRole('listitem')
  const address = () => region.source(1).url

  await test.step('the change never reached MAAS: the source is as before, only the import was stopped', async () => {
    await expect(steps.filter({ hasText: 'Stop the running import' })).toContainText('running')
    await asked
    await pass(5)
    await expect(dialog.getByText('Nothing has changed, except the import')).toBeVisible()
    await expect(dialog).toContainText('The running import was stopped.')
    expect(address()).toContain('/stable/')
    expect(region.isImporting()).toBe(false)
    await expectAccessible()
  })

  await test.step('the answer is lost: the source is new, and the page says so', async () => {
    void faults.next({ method: 'PUT', path: /boot-sources\/1\/$/ }, { kind: 'drop', when: 'after' })
    await dialog.getByRole('button', { name: 'Try again' }).click()
    await expect(dialog.getByText('The new source is in place, with its selection')).toBeVisible()
    await expect(steps.filter({ hasText: 'Change the source' })).toContainText(
      /failed.*MAAS may already have applied/,
    )
    await expect(steps.filter({ hasText: 'Start the import' })).toContainText('not done yet')
    expect(address()).toContain('/candidate/')
    await expectAccessible()
  })

  await test.step('Finish does what is missing', async () => {
    await dialog.getByRole('button', { name: 'Finish the change' }).click()
    await expect(dialog.getByText('Images come from maas.io candidate now')).toBeVisible()
    await expect(steps).toHaveText([/^Read.*done/, /^Start the import.*done/])
    expect(region.isImporting()).toBe(true)
    await expectAccessible()
  })
})
