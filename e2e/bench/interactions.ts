import type { Browser, Locator, Page } from '@playwright/test'
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
  const word = ['j', 'a', 'm', 'm', 'y']
  const keys = [...word, ...word.map(() => 'Backspace')]
  const times: Paint[] = []
  for (const key of [...keys, ...keys]) {
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

/** How the page answers keys and clicks, and how many elements it takes, with 2,000 images and more. */
export async function interactions(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {}
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
