import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from '@playwright/test'
import { createControlClient, type ControlClient } from '#simulator/control/door/client.ts'
import { CONTROL_AT } from '#demo/paths.ts'

/**
 * The control API of the demo in a page. The calls come from the page, because the service worker answers nothing else.
 */
export function controlOf(page: Page): ControlClient {
  const send: typeof fetch = async (url, init) => {
    const { status, text } = await page.evaluate(
      async ([path, sent]) => {
        const answer = await fetch(path, sent)
        return { status: answer.status, text: await answer.text() }
      },
      [
        url instanceof Request ? url.url : url.toString(),
        { method: init?.method ?? 'GET', body: (init?.body as string | undefined) ?? null },
      ] as const,
    )
    return new Response(text, { status })
  }
  const base = new URL('.', page.url()).href
  return createControlClient({ url: `${base}${CONTROL_AT}/v1`, token: '', send })
}

/** Ends the service worker, as a browser does with one that is idle. The next request starts it again. */
export async function endWorker(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.stopAllWorkers')
  await session.detach()
}

/** What index.html loads before anything else, with gzip, in bytes. */
export function firstLoadOf(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, name = '']) => name,
  )
  const imported = named.flatMap((name) => importsOf(join(folder, name)))
  const files = new Set([...named, ...imported.map((name) => `assets/${name}`)])
  return [page, ...[...files].map((name) => readFileSync(join(folder, name)))].reduce(
    (sum, content) => sum + gzipSync(content).length,
    0,
  )
}

const importsOf = (script: string) =>
  [...readFileSync(script, 'utf8').matchAll(/\bfrom"\.\/([\w-]+\.js)"/g)].map(([, name = '']) => name)
