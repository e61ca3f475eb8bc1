import type { Browser } from '@playwright/test'
import { freshPage } from './fresh-page.ts'
import { paintsOfClicks } from './paint.ts'
import type { Paint } from './paint.ts'
import { slowDown } from './traffic.ts'

const PER_ROW = 24

/** Runs in the page: rows of cells, all of which change text and class with each click on the button. */
function build({ elements, perRow }: { elements: number; perRow: number }) {
  document.head.innerHTML = `<style>
    body { font: 14px sans-serif; margin: 0 }
    .row { border-bottom: 1px solid #ccc; display: flex; height: 40px }
    .cell { flex: 1 }
    .on { color: #06c }
  </style>`
  const button = document.createElement('button')
  button.textContent = 'Change all'
  document.body.append(button)
  const cells: HTMLElement[] = []
  for (let index = 0; index < elements / perRow; index += 1) {
    const row = document.createElement('div')
    row.className = 'row'
    for (let place = 1; place < perRow; place += 1) {
      const cell = document.createElement('span')
      cell.className = 'cell'
      cell.textContent = 'no'
      cells.push(cell)
      row.append(cell)
    }
    document.body.append(row)
  }
  let on = false
  button.addEventListener('click', () => {
    on = !on
    for (const cell of cells) {
      cell.textContent = on ? 'yes' : 'no'
      cell.className = on ? 'cell on' : 'cell'
    }
  })
}

/** The time that a page of this size takes on this machine without a framework: a measure of the machine's speed. */
export async function yardstick(
  browser: Browser,
  { elements, slower, samples }: { elements: number; slower: number; samples: number },
): Promise<Paint[]> {
  const { page, traffic, close } = await freshPage(browser)
  await page.setContent('<!doctype html><title>Yardstick</title>')
  await page.evaluate(build, { elements, perRow: PER_ROW })
  await slowDown(traffic.session, slower)
  const button = page.getByRole('button', { name: 'Change all' })
  const paints = await paintsOfClicks(page, Array(samples).fill(button))
  await close()
  return paints
}
