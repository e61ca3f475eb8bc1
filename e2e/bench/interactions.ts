import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Locator, Page } from '@playwright/test'
import { imagesAnswer } from '#contract/gateway.ts'
import { figure, percentile } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'
import { paintsOfClicks, timeToPaint } from './paint.ts'
import type { Paint } from './paint.ts'
import { slowDown } from './traffic.ts'
import { yardstick } from './yardstick.ts'

const SLOWER = 4
const TARGET_MS = 100
const SAMPLES = 16

type Take = (page: Page) => Promise<Paint[]>

const filter: Take = async (page) => {
  const search = page.getByRole('searchbox', { name: 'Search images' })
  await search.focus()
  // each digit occurs in some hundreds of names, so every key changes the list
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8'].flatMap((digit) => [digit, 'Backspace'])
  const times: Paint[] = []
  for (const key of keys) {
    times.push(await timeToPaint(page, 'keydown', () => page.keyboard.press(key)))
  }
  return times
}

const select: Take = async (page) => {
  // the boxes of single images, without those of rows and groups
  const boxes = page
    .getByRole('grid')
    .getByRole('checkbox', { name: /^(?!All )(?!.* of all )/, disabled: false })
  const count = Math.min(SAMPLES / 2, await boxes.count())
  const some = Array.from({ length: count }, (_, index) => boxes.nth(index))
  return paintsOfClicks(page, [...some, ...some])
}

const selectAll: Take = (page) => {
  const all = page.getByRole('checkbox', { name: 'All Ubuntu images shown' })
  return paintsOfClicks(page, Array<Locator>(SAMPLES).fill(all))
}

const sort: Take = (page) => {
  const button = (name: string) => page.getByRole('columnheader').getByRole('button', { name })
  const round = ['Size', 'Size', 'State', 'State', 'Support until', 'Support until', 'Release', 'Release']
  return paintsOfClicks(page, [...round, ...round].map(button))
}

const TAKES: [name: string, take: Take][] = [
  ['filterToPaint', filter],
  ['selectToPaint', select],
  ['selectAllToPaint', selectAll],
  ['sortToPaint', sort],
]

/** A page that could not read its source shows fewer boxes and would only be fast for that reason. */
async function offersRead(page: Page): Promise<void> {
  if ((await page.getByText(/could not be read|^Could not read/).count()) > 0)
    throw new Error('The page shows no offers of its source, so its figures would say nothing.')
}

/** Until the gateway has requested all images from the region: then the page's polls do not change any more. */
async function allImagesRead(url: string): Promise<void> {
  const unread = async () => {
    const response = await fetch(`${url}/gateway/images`)
    return imagesAnswer.parse(await response.json()).unread
  }
  while ((await unread()) > 0) await pause(500)
}

const p75 = (paints: readonly Paint[], of: keyof Paint) =>
  percentile(
    paints.map((paint) => paint[of]),
    0.75,
  )

/** How fast the page responds to keys and clicks, and how many elements it needs, with 2,000 images or more. */
export async function interactions(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {}
  await allImagesRead(url)
  const elements = await countElements(browser, url)
  figures['domNodes'] = figure(elements.all, 'elements', { target: 1_400 })
  const measure = () => yardstick(browser, { elements: elements.grid, slower: SLOWER, samples: SAMPLES })
  // before and after, because the speed of a shared machine changes
  const plain = await measure()
  const taken: [name: string, paints: Paint[]][] = []
  for (const [name, take] of TAKES) {
    // each on its own page, so that the draft of one does not slow down the other
    const { page, traffic, close } = await freshPage(browser)
    await page.goto(`${url}/images`)
    await tableShows(page)
    await traffic.settled()
    await slowDown(traffic.session, SLOWER)
    taken.push([name, await take(page)])
    await close()
  }
  plain.push(...(await measure()))
  const base = p75(plain, 'last')
  figures['yardstick'] = figure(base, 'ms', {
    how:
      `p75 of ${plain.length}, ${SLOWER}x CPU throttle, from the click to the frame after it: a page without a ` +
      `framework changes text and class of as many elements as the grid has (${elements.grid})`,
  })
  for (const [name, paints] of taken) {
    const last = p75(paints, 'last')
    figures[name] = figure(last, 'ms', {
      target: TARGET_MS,
      how:
        `p75 of ${paints.length}, ${SLOWER}x CPU throttle, from the event to the frame after the last change ` +
        `it caused; to its first frame ${Math.round(p75(paints, 'first'))} ms`,
    })
    figures[`${name}Ratio`] = figure(last / base, 'x yardstick')
  }
  return figures
}

async function countElements(browser: Browser, url: string): Promise<{ all: number; grid: number }> {
  const { page, traffic, close } = await freshPage(browser)
  await page.goto(`${url}/images`)
  await tableShows(page)
  await traffic.settled()
  await offersRead(page)
  const counts = await page.evaluate(() => ({
    all: document.querySelectorAll('*').length,
    grid: document.querySelectorAll('[role="grid"] *').length,
  }))
  await close()
  return counts
}
