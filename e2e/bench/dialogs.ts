import type { Browser, Page } from '@playwright/test'
import { figure, percentile } from './figures.ts'
import type { Figure } from './figures.ts'
import { freshPage, tableShows } from './fresh-page.ts'
import { paintsOfClicks } from './paint.ts'
import type { Paint } from './paint.ts'
import { slowDown } from './traffic.ts'
import { yardstick } from './yardstick.ts'

const SLOWER = 4
const TARGET_MS = 150
const SAMPLES = 8
/** Elements of the yardstick: about as many as in a dialog. */
const ELEMENTS = 120

type Take = {
  readonly name: string
  readonly path: string
  /** Until the button can be clicked. */
  readonly ready: (page: Page) => Promise<void>
  readonly opener: (page: Page) => ReturnType<Page['getByRole']>
}

const link = (name: string | RegExp) => (page: Page) => page.getByRole('link', { name }).first()
const visible = (opener: Take['opener']) => (page: Page) => opener(page).waitFor()

const TAKES: readonly Take[] = [
  { name: 'changeSource', path: '/images', ready: tableShows, opener: link('Change source') },
  { name: 'addSource', path: '/sources', ready: visible(link('Add source')), opener: link('Add source') },
  { name: 'deleteSource', path: '/sources', ready: visible(link(/^Delete/)), opener: link(/^Delete/) },
  {
    name: 'review',
    path: '/images',
    ready: async (page) => {
      await tableShows(page)
      await page
        .getByRole('grid')
        .getByRole('checkbox', { name: /^(?!All )(?!.* of all )/, disabled: false })
        .first()
        .click()
    },
    opener: (page) => page.getByRole('button', { name: 'Review' }),
  },
]

/** Each opening is the first of its page, because later ones come from memory. */
async function openings(browser: Browser, url: string, take: Take): Promise<Paint[]> {
  const paints: Paint[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const { page, traffic, close } = await freshPage(browser)
    await page.goto(url + take.path)
    await take.ready(page)
    await traffic.settled(1_000)
    await slowDown(traffic.session, SLOWER)
    paints.push(...(await paintsOfClicks(page, [take.opener(page)])))
    await page.getByRole('dialog').waitFor()
    await close()
  }
  return paints
}

const p75 = (paints: readonly Paint[]) =>
  percentile(
    paints.map(({ last }) => last),
    0.75,
  )

/** From the click that opens a dialog to the frame after the page's last change. */
export async function dialogs(browser: Browser, url: string): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {}
  const plain = () => yardstick(browser, { elements: ELEMENTS, slower: SLOWER, samples: SAMPLES })
  const before = await plain()
  const taken: [name: string, paints: Paint[]][] = []
  for (const take of TAKES) taken.push([take.name, await openings(browser, url, take)])
  const base = p75([...before, ...(await plain())])
  for (const [name, paints] of taken) {
    const last = p75(paints)
    figures[`${name}Opens`] = figure(last, 'ms', {
      target: TARGET_MS,
      how:
        `p75 of ${paints.length} first openings, ${SLOWER}x CPU throttle, from the click to the frame after the last ` +
        `change it caused, on a page that has come to rest`,
    })
    figures[`${name}OpensRatio`] = figure(last / base, 'x yardstick', {
      how: `the yardstick changes ${ELEMENTS} elements`,
    })
  }
  return figures
}
