import type { CDPSession, Page } from '@playwright/test'
import { setTimeout as pause } from 'node:timers/promises'

export type Traffic = {
  session: CDPSession
  requests(): number
  /** Bytes received over the network, headers included. */
  bytes(): number
  /** Resets the counters. */
  reset(): void
  /** Waits until there has been no traffic for `ms` of real time. */
  settled(ms?: number): Promise<void>
}

/** Counts what a page receives, as reported by the browser's network stack. */
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

/** Slows the page's processor down by `times`, like a phone or an old laptop. */
export async function slowDown(session: CDPSession, times: number): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: times })
}
