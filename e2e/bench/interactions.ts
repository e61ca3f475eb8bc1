import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Locator, Page } from '@playwright/test'
import { imagesAnswer } from '#contract/gateway.ts'
import { figure, percentile } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'
import { timeToPaint } from './paint.ts'
import type { Paint } from './paint.ts'
import { slowDown } from './traffic.ts'

const SLOWER = 4
const TARGET_MS = 100
const SAMPLES = 16

type Take = (page: Page) => Promise<Paint[]>

async function clicks(page: Page, targets: Locator[]): Promise<Paint[]> {
  const times: Paint[] = []
  for (const target of targets) times.push(await timeToPaint(page, 'click', () => target.click()))
  return times
}

const filter: Take = async (page) => {
  const search = page.getByRole('searchbox', { name: 'Search images' })
  await search.focus()
  // each digit is in some hundreds of names, so every key changes what is shown
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8'].flatMap((digit) => [digit, 'Backspace'])
  const times: Paint[] = []
  for (const key of keys) {
    times.push(await timeToPaint(page, 'keydown', () => search.press(key)))
  }
  return times
}

const tick: Take = async (page) => {
  // the boxes of single images, not those of rows and groups
  const boxes = page.getByRole('grid').getByRole('checkbox', { name: /^[^,]+ \w+, /, disabled: false })
  const count = Math.min(SAMPLES / 2, await boxes.count())
  const some = Array.from({ length: count }, (_, index) => boxes.nth(index))
  return clicks(page, [...some, ...some])
}

const selectAll: Take = (page) => {
  const all = page.getByRole('checkbox', { name: 'All Ubuntu images shown' })
  return clicks(page, Array<Locator>(SAMPLES).fill(all))
}

const sort: Take = (page) => {
  const button = (name: string) => page.getByRole('columnheader').getByRole('button', { name })
  const round = ['Size', 'Size', 'State', 'State', 'Support until', 'Support until', 'Release', 'Release']
  return clicks(page, [...round, ...round].map(button))
}

const TAKES: [name: string, take: Take][] = [
  ['filterToPaint', filter],
  ['tickToPaint', tick],
  ['selectAllToPaint', selectAll],
  ['sortToPaint', sort],
]

/** Until the gateway has asked the region about all images: what the page polls is at rest then. */
async function allImagesRead(url: string): Promise<void> {
  const unread = async () => {
    const response = await fetch(`${url}/gateway/images`)
    return imagesAnswer.parse(await response.json()).unread
  }
  while ((await unread()) > 0) await pause(500)
}

/** How the page answers keys and clicks, and how many elements it takes, with 2,000 images and more. */
export async function interactions(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {}
  await allImagesRead(url)
  for (const [name, take] of TAKES) {
    // each on a page of its own, so that no draft of the one weighs on the other
    const { page, traffic, close } = await freshPage(browser)
    await page.goto(`${url}/images`)
    await tableShows(page)
    await traffic.settled()
    figures['domNodes'] ??= figure(
      await page.evaluate(() => document.querySelectorAll('*').length),
      'elements',
      { target: 1_400 },
    )
    await slowDown(traffic.session, SLOWER)
    const paints = await take(page)
    const p75 = (of: keyof Paint) =>
      percentile(
        paints.map((paint) => paint[of]),
        0.75,
      )
    figures[name] = figure(p75('last'), 'ms', {
      target: TARGET_MS,
      how:
        `p75 of ${paints.length}, ${SLOWER}x CPU throttle, from the event to the frame after the last change ` +
        `it caused; to its first frame ${Math.round(p75('first'))} ms`,
    })
    await close()
  }
  return figures
}
