import type { Locator, Page } from '@playwright/test'

/*
 * From key or click to paint: from the event's own time stamp to the frame after the last change of the
 * page that it caused. Event Timing would stop at the first frame and so leave out what React renders
 * later (a deferred list); a frame with a message channel behind it sees that, too. The first frame is
 * kept beside it.
 */

/** Milliseconds from the event: to the first frame, and to the frame after the last change it caused. */
export type Paint = { first: number; last: number }

declare global {
  interface Window {
    paintProbe: Promise<Paint>
  }
}

/** Runs in the page: the next such event starts the measurement. */
function arm(type: 'keydown' | 'click') {
  const QUIET_MS = 300
  window.paintProbe = new Promise((resolve) => {
    let started = 0
    let first = 0
    let last = 0
    let timer = 0
    const afterPaint = () =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => {
          last = performance.now() - started
          first ||= last
          clearTimeout(timer)
          timer = window.setTimeout(finish, QUIET_MS)
        })
        port1.start()
        port2.postMessage(null)
      })
    // the address of a link is not painted, and React sets type and name of every input again
    const unseen = new Set(['href', 'type', 'name'])
    const observer = new MutationObserver((changes) => {
      if (changes.some(({ attributeName }) => !unseen.has(attributeName ?? ''))) afterPaint()
    })
    function finish() {
      observer.disconnect()
      resolve({ first, last })
    }
    const start = (event: Event) => {
      started = event.timeStamp
      observer.observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      })
      afterPaint()
    }
    addEventListener(type, start, { capture: true, once: true })
  })
}

/** Times the event that `act` causes. */
export async function timeToPaint(
  page: Page,
  type: 'keydown' | 'click',
  act: () => Promise<void>,
): Promise<Paint> {
  await page.evaluate(arm, type)
  // loaded before the event; otherwise Playwright's own code in the page would be measured too
  const paint = page.evaluate(() => window.paintProbe)
  await act()
  return paint
}

/** Times clicks, one after the other. */
export async function paintsOfClicks(page: Page, targets: readonly Locator[]): Promise<Paint[]> {
  const times: Paint[] = []
  for (const target of targets) times.push(await timeToPaint(page, 'click', await aimAt(page, target)))
  return times
}

/** Locator.click() checks for each event what is under the pointer, which is not the page's work either. */
async function aimAt(page: Page, target: Locator): Promise<() => Promise<void>> {
  await target.click({ trial: true })
  const box = await target.boundingBox()
  if (!box) throw new Error('The element to click is not visible.')
  return () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}
