import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/test.ts'

const MiB = 1_024 * 1_024

/** A disk with a partition table, by its specification, of more than two chunks. */
function diskOf(size: number, letter: string): Buffer {
  const disk = Buffer.alloc(size, letter)
  disk[510] = 0x55
  disk[511] = 0xaa
  return disk
}
const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer })

/** Nothing may be wider than the screen: WCAG 1.4.10, Reflow. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const upload = (page: Page) => page.getByRole('listitem', { name: 'Web server (amd64)' })
const pick = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator('input'))

/** Drops a file on the page, as soon as it accepts files. */
async function drop(page: Page, { name, buffer }: ReturnType<typeof fileOf>): Promise<void> {
  const dragged = await page.evaluateHandle(
    ([fileName, text]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], fileName))
      return (type: string) => {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })
        // whether the browser would open the file instead
        return document.body.dispatchEvent(event)
      }
    },
    [name, buffer.toString('latin1')] as const,
  )
  await expect.poll(() => dragged.evaluate((send) => send('dragover'))).toBe(false)
  expect(await dragged.evaluate((send) => send('drop'))).toBe(false)
}

test.describe('with a line that breaks', () => {
  test.use({ proxied: true })

  test('an upload continues after a reload and a lost answer, and its image can be replaced', async ({
    page,
    open,
    faults,
    images,
    region,
    expectAccessible,
    expectConsole,
  }) => {
    const disk = fileOf('disk.raw', diskOf(9 * MiB, 'a'))
    page.on('dialog', (dialog) => void dialog.accept())
    await open('/images')
    await page.getByRole('link', { name: 'Upload image' }).click()
    await pick(page, 'Choose file').setInputFiles(disk)
    await expect(page.getByText('A raw disk.', { exact: true })).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'File type' })).toHaveValue('ddraw')
    await page.getByRole('textbox', { name: 'Name' }).fill('web')
    await page.getByRole('textbox', { name: 'Title' }).fill('Web server')
    await page.getByRole('combobox', { name: 'Base image' }).fill('ubuntu/noble')
    await expectAccessible()

    let release = () => undefined as void
    const until = new Promise<void>((resolve) => (release = resolve))
    const held = faults.next({ method: 'PUT', nth: 2 }, { kind: 'hang', until })
    await page.getByRole('button', { name: 'Upload image' }).click()
    await held
    await expect(upload(page)).toContainText('4.2 MB of 9.4 MB uploaded (44 %)')
    await expectAccessible()
    await page.reload()
    release()

    await expect(upload(page)).toContainText('choose the same file again')
    await expectAccessible()
    const again = pick(page, 'Choose the file again')
    await again.setInputFiles(fileOf('disk.raw', diskOf(9 * MiB, 'b')))
    await expect(upload(page)).toContainText('This is another file')
    expectConsole(/502/, 'the answer to a chunk is lost')
    const lost = faults.next({ method: 'PUT' }, { kind: 'drop', when: 'after' })
    await again.setInputFiles(disk)
    await lost
    await page.clock.runFor(2_000)
    await expect(upload(page)).toContainText('has checked the SHA256')
    await expectAccessible()
    expect(region.resources('Uploaded').map(({ name }) => name)).toContain('web')

    await page.getByRole('link', { name: 'Back to images' }).click()
    await images.search.fill('Web server')
    await page
      .getByRole('rowheader', { name: /^Web server/ })
      .getByRole('button')
      .first()
      .click()
    const details = page.getByRole('group', { name: 'Images of Web server' })
    await expect(details).toContainText('ubuntu/noble')
    await expect(details).toContainText('ddraw')
    await expect(details).toContainText('23 Nov 2026')
    await expectAccessible()
    await details.getByRole('link', { name: 'Replace Web server (amd64)' }).click()
    await expect(page.getByText('This replaces Web server (amd64)')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('web')
    await expectAccessible()
  })
})

test.describe('with a user who signs in', () => {
  test.use({ proxied: true, access: 'sign-in' })

  test('a key that is deleted during an upload shows the sign-in page, and the upload continues after it', async ({
    page,
    open,
    faults,
    session,
    expectConsole,
  }) => {
    await open('/images/upload')
    await session.signIn('admin')
    await pick(page, 'Choose file').setInputFiles(fileOf('disk.raw', diskOf(5 * MiB, 'a')))
    await page.getByRole('textbox', { name: 'Name' }).fill('web')
    await page.getByRole('textbox', { name: 'Title' }).fill('Web server')
    let release = () => undefined as void
    const until = new Promise<void>((resolve) => (release = resolve))
    const held = faults.next({ method: 'PUT', nth: 2 }, { kind: 'delay', until })
    await page.getByRole('button', { name: 'Upload image' }).click()
    await held
    expectConsole(/401/, 'the key is deleted')
    session.revoke('admin')
    release()
    await expect(session.lost).toBeVisible()
    await session.signIn('admin')
    await expect(upload(page)).toContainText('4.2 MB of 5.2 MB uploaded (80 %)')
    await page.getByRole('button', { name: /^Continue the upload/ }).click()
    // it may wait whether the chunk that was on its way still arrives
    await page.clock.runFor(2_000)
    await expect(upload(page)).toContainText('has checked the SHA256')
  })
})

test.describe('on a screen of 320 pixels in the dark theme', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' })

  test('files that MAAS cannot deploy are refused, and an upload is paused and canceled with the keyboard', async ({
    page,
    open,
    region,
    expectAccessible,
    expectConsole,
  }) => {
    await open('/images/upload')
    const file = pick(page, 'Choose file')
    await drop(page, fileOf('disk.qcow2', Buffer.from('QFI\xfb\0\0\0\x03', 'latin1')))
    await expect(page.getByText('qemu-img convert -f qcow2 -O raw')).toBeVisible()
    const start = page.getByRole('button', { name: 'Upload image' })
    await start.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('MAAS cannot deploy this file')
    await expect(page.getByRole('button', { name: 'Choose file' })).toBeFocused()
    await expect(page.getByText('Enter a name.')).toBeVisible()
    expect(await sideways(page)).toBe(0)
    await expectAccessible()

    await file.setInputFiles(fileOf('disk.gz', gzipSync(diskOf(2 * MiB, 'c'))))
    await expect(page.getByRole('combobox', { name: 'File type' })).toHaveValue('ddgz')
    await page.getByRole('combobox', { name: 'File type' }).selectOption('tgz')
    await expect(page.getByText('every deployment with this image would fail')).toBeVisible()
    await page.getByRole('textbox', { name: 'Name' }).fill('noble')
    await expect(page.getByText('reserved for images of a boot source')).toBeVisible()
    expect(await sideways(page)).toBe(0)
    await expectAccessible()

    await page.getByRole('combobox', { name: 'File type' }).selectOption('ddgz')
    await page.getByRole('textbox', { name: 'Name' }).fill('web')
    await page.getByRole('textbox', { name: 'Title' }).fill('Web server')
    await page.getByRole('button', { name: 'Show as' }).press('Enter')
    const commands = page.getByRole('dialog', { name: 'Show as' })
    await expect(commands).toContainText('content@="$FILE"')
    await expectAccessible()
    await page.keyboard.press('Escape')
    await expect(commands).toBeHidden()

    region.setFreeBytes(0)
    expectConsole(/502/, 'the disk of the region is full')
    await start.focus()
    await page.keyboard.press('Enter')
    await expect(upload(page)).toContainText('Trying again')
    await page.getByRole('button', { name: /^Pause the upload/ }).press('Enter')
    await expect(upload(page)).toContainText('Paused')
    expect(await sideways(page)).toBe(0)
    await expectAccessible()
    await page.getByRole('link', { name: 'Activity' }).press('Enter')
    const status = page.getByRole('banner').getByRole('link', { name: 'Upload of Web server (paused 0 %)' })
    await expect(status).toBeVisible()
    expect(await sideways(page)).toBe(0)
    await expectAccessible()
    await status.press('Enter')
    await page.getByRole('button', { name: /^Cancel the upload/ }).press('Enter')
    await expect(upload(page)).toBeHidden()
    expect(region.resources('Uploaded').map(({ name }) => name)).not.toContain('web')
  })
})
