import type { CDPSession, Page } from '@playwright/test'
import { setTimeout as pause } from 'node:timers/promises'

export type Traffic = {
  session: CDPSession
  requests(): number
  /** Bytes received over the network, headers included. */
  bytes(): number
  /** Forgets what was counted so far. */
  reset(): void
  /** Until nothing has been under way for `ms` of real time. */
  settled(ms?: number): Promise<void>
}

/** Counts what a page receives, as the browser's network stack sees it. */
export async function watchTraffic(page: Page): Promise<Traffic> {
  const session = await page.context().newCDPSession(page)
  const open = new Set<string>()
  let requests = 0
  let bytes = 0
  let changed = performance.now()
  const touch = () => (changed = performance.now())
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.startsWith('http')) return
    open.add(requestId)
    requests += 1
    touch()
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    open.delete(requestId)
    bytes += encodedDataLength
    touch()
  })
  session.on('Network.loadingFailed', ({ requestId }) => {
    open.delete(requestId)
    touch()
  })
  await session.send('Network.enable')
  return {
    session,
    requests: () => requests,
    bytes: () => bytes,
    reset() {
      requests = 0
      bytes = 0
    },
    async settled(ms = 500) {
      touch()
      while (open.size > 0 || performance.now() - changed < ms) await pause(50)
    },
  }
}

/** Makes the page's processor `times` slower, as a phone or an old laptop would be. */
export async function slowDown(session: CDPSession, times: number): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: times })
}
