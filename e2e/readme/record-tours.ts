/*
 * `npm run demo:video`: records the tours of the static demo into demo/*.webm, and takes the pictures of README. It walks
 * with Next alone, and waits as long as a person reads.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { chromium, type Browser, type Page } from '@playwright/test'
import { TOURS } from '#demo/tour/tours.ts'
import type { Tour } from '#demo/tour/tour.ts'
import { launchOptions } from '#e2e/setup/browser.ts'
import { controlOf } from '#e2e/setup/demo.ts'
import { filesOf } from '#e2e/setup/file-server.ts'
import { createServers } from '#e2e/setup/servers.ts'
import { ImagesPage } from '#kit/playwright.ts'
import { record } from './video.ts'

const SIZE = { width: 1280, height: 800 }
const VIDEOS = 'demo'
const PICTURES = 'e2e/readme'

/** The step of a tour at which README's picture is taken, from 0. */
const PICTURE_AT: Readonly<Record<string, { step: number; file: string }>> = {
  'stream-switching': { step: 3, file: 'change-source.png' },
  'partial-failure': { step: 3, file: 'save-fails.png' },
  'mirror-missing-files': { step: 2, file: 'missing-files.png' },
}

/** How long a caption is read, ms. */
const readingTime = (caption: string) => 1_500 + caption.length * 40

async function walk(page: Page, { name, steps }: Tour): Promise<void> {
  const card = page.getByRole('group', { name: /^Tour: / })
  for (const [index, { caption }] of steps.entries()) {
    await card.getByText(caption, { exact: true }).waitFor()
    await page.waitForTimeout(readingTime(caption))
    const picture = PICTURE_AT[name]
    if (picture?.step === index) await page.screenshot({ path: `${PICTURES}/${picture.file}` })
    await card.getByRole('button', { name: 'Next' }).click()
  }
  await card.getByText('This is the end of the tour.').waitFor()
  await page.waitForTimeout(1_500)
}

/** The picture of the Images page: an import runs, and a change of the selection is not saved yet. */
async function pictureOfImages(page: Page, url: string): Promise<void> {
  await page.goto(`${url}?scenario=default`)
  const images = new ImagesPage(page)
  await images.box('Ubuntu 26.04 LTS', 'amd64').click()
  await images.box('Ubuntu 24.04 LTS', 'arm64').click()
  await images.save.waitFor()
  await controlOf(page).setSpeed({ speed: 0 })
  await page.waitForTimeout(5_000)
  // it is not a part of the product
  await page.evaluate(() => {
    document.querySelector('.demo-place')?.remove()
    document.documentElement.style.setProperty('--demo-height', '0px')
    window.scrollTo(0, 0)
  })
  // no row is highlighted
  await page.mouse.move(0, 0)
  await page.screenshot({ path: `${PICTURES}/images-page.png` })
}

async function onNewPage(browser: Browser, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: SIZE, locale: 'en-GB', timezoneId: 'UTC' })
  await act(await context.newPage())
  await context.close()
}

const servers = createServers()
const url = await servers.http(filesOf('dist-demo', '/'))
const [browser, studio] = await Promise.all([
  chromium.launch(launchOptions()),
  chromium.launch(launchOptions()),
])
try {
  await mkdir(VIDEOS, { recursive: true })
  for (const tour of TOURS)
    await onNewPage(browser, async (page) => {
      await page.goto(`${url}?tour=${tour.name}`)
      const video = await record(page, studio)
      await walk(page, tour)
      const file = `${VIDEOS}/${tour.name}.webm`
      await writeFile(file, await video.end())
      console.log(file)
    })
  await onNewPage(browser, (page) => pictureOfImages(page, url))
} finally {
  await Promise.all([browser.close(), studio.close()])
  await servers.close()
}
