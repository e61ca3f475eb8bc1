import type { ConsoleMessage, Page, Request, Response } from '@playwright/test'

type Expected = { pattern: RegExp; reason: string; seen: number }

/** Watches pages for everything that must not happen. */
export type Watch = {
  /** From now on, every fault of this page counts. */
  add(page: Page): void
  /**
   * Declares a fault that this test provokes. It has to happen at least once; if it does not, that is a fault of the
   * test.
   */
  expect(pattern: RegExp, reason: string): void
  /** Declares a fault that may or may not happen in this test. */
  allow(pattern: RegExp): void
  /** Unexpected faults, and expected ones that did not happen. None: []. */
  faults(): string[]
  /**
   * Everything that reached the pages so far, except the built files: addresses, headers (of Set-Cookie without the
   * value) and bodies; and what the pages wrote to the console.
   */
  heard(): Promise<string>
}

/** Where a message comes from, without the port, which differs from run to run. */
function place(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location()
  if (!url) return ''
  const { pathname, search } = new URL(url)
  return ` (${pathname}${search}:${lineNumber})`
}

/** Characters kept per body, and answers kept per test. */
const MOST_LETTERS = 200_000
const MOST_ANSWERS = 1_000

/** One answer as text. Without a body if the page was left before it was read. */
async function textOf(response: Response): Promise<string> {
  const headers = await response.headersArray().catch(() => [])
  const lines = headers.map(({ name, value }) =>
    // the only place where the sealed key may be
    name.toLowerCase() === 'set-cookie' ? `${name}: ${value.replace(/=[^;]*/, '')}` : `${name}: ${value}`,
  )
  const body = await response.text().catch(() => '')
  return [response.url(), ...lines, body.slice(0, MOST_LETTERS)].join('\n')
}

const pathOf = (request: Request) => {
  const { pathname, search } = new URL(request.url())
  return `${request.method()} ${pathname}${search}`
}

/**
 * Faults are: console errors and warnings (Chromium writes one for each answer of 400 and above and for each violation
 * of the Content-Security-Policy), uncaught exceptions, failed requests, and requests to any other origin than the
 * product's.
 */
export function createWatch(origin: () => string): Watch {
  const happened: string[] = []
  const expected: Expected[] = []
  const allowed: RegExp[] = []
  const answers: Promise<string>[] = []
  const written: string[] = []
  const isOurs = (url: string) =>
    url === origin() || url.startsWith(`${origin()}/`) || /^(data|blob|about):/.test(url)

  return {
    add(page) {
      page.on('console', (message) => {
        const type = message.type()
        written.push(message.text())
        if (type === 'error' || type === 'warning') {
          happened.push(`console ${type}: ${message.text()}${place(message)}`)
        }
      })
      page.on('pageerror', (error) => happened.push(`exception: ${error.stack ?? error.message}`))
      page.on('request', (request) => {
        if (!isOurs(request.url())) happened.push(`request to another host: ${request.url()}`)
      })
      page.on('response', (response) => {
        // dist-check.ts checks the built files
        if (/\/assets\//.test(response.url()) || answers.length >= MOST_ANSWERS) return
        answers.push(textOf(response))
      })
      page.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? 'unknown'
        // The page itself canceled the request: it was left or reloaded, or no longer needs the answer.
        if (why !== 'net::ERR_ABORTED') happened.push(`request failed: ${pathOf(request)} ${why}`)
      })
    },
    expect(pattern, reason) {
      expected.push({ pattern, reason, seen: 0 })
    },
    allow(pattern) {
      allowed.push(pattern)
    },
    async heard() {
      return [...(await Promise.all(answers)), ...written].join('\n')
    },
    faults() {
      const unexpected = happened.filter((fault) => {
        const known = expected.filter(({ pattern }) => pattern.test(fault))
        for (const one of known) one.seen += 1
        return known.length === 0 && !allowed.some((pattern) => pattern.test(fault))
      })
      const missing = expected
        .filter(({ seen }) => seen === 0)
        .map(({ pattern, reason }) => `expected (${reason}) but never happened: ${String(pattern)}`)
      return [...unexpected, ...missing]
    },
  }
}
