import type { Page } from '@playwright/test'

/*
 * From key or click to paint: from the event's own time stamp to the frame after the last change of the
 * page that it caused. Event Timing would stop at the first frame and so leave out what React renders
 * later (a deferred list); a frame with a message channel behind it sees that, too.
 */

declare global {
  interface Window {
    paintProbe: Promise<number>
  }
}

/** Runs in the page: the next such event starts the measurement. */
function arm(type: 'keydown' | 'click') {
  const QUIET_MS = 300
  window.paintProbe = new Promise((resolve) => {
    let started = 0
    let painted = 0
    let timer = 0
    const afterPaint = () =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => {
          painted = performance.now()
          clearTimeout(timer)
          timer = window.setTimeout(finish, QUIET_MS)
        })
        port1.start()
        port2.postMessage(null)
      })
    const observer = new MutationObserver((changes) => {
      // an address behind a link is not painted
      if (changes.some(({ attributeName }) => attributeName !== 'href')) afterPaint()
    })
    function finish() {
      observer.disconnect()
      resolve(painted - started)
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

/** Milliseconds from the event that `act` causes to the last paint it causes. */
export async function timeToPaint(
  page: Page,
  type: 'keydown' | 'click',
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(arm, type)
  await act()
  return page.evaluate(() => window.paintProbe)
}
