import '@testing-library/jest-dom/vitest'
import 'fake-indexeddb/auto'
import { format } from 'node:util'
import { cleanup, configure, getConfig } from '@testing-library/react'
import { afterEach } from 'vitest'
import { quickenStyles } from '#testing/dom/quick-styles.ts'

// jsdom brings a Uint8Array of its own, which openpgp in the same process does not take for one.
globalThis.Uint8Array = Object.getPrototypeOf(Buffer) as typeof Uint8Array

// The virtual grid scrolls; jsdom only complains.
if (typeof window !== 'undefined') {
  window.scrollTo = () => undefined
  Element.prototype.scrollIntoView = () => undefined
  quickenStyles(window)
}

const { getElementError } = getConfig()
/** Set while a query is repeated until it succeeds. The types leave it out. */
const isRepeated = () => Reflect.get(getConfig(), '_disableExpensiveErrorDiagnostics') === true

configure({
  // The first lazy route takes longer than the default second.
  asyncUtilTimeout: 15_000,
  // Printing the page takes longer than searching it, and only the last error of a repeated query is shown: it gets the
  // printed page when the time is over.
  getElementError: (message, container) =>
    isRepeated() ? new Error(message ?? '') : getElementError(message, container),
})

// What a browser would print red is a failure. A test that expects it replaces the method by a spy.
const printed: string[] = []
for (const level of ['error', 'warn'] as const) {
  console[level] = (...values: unknown[]) => printed.push(`console.${level}: ${format(...values)}`)
}

afterEach(() => {
  cleanup()
  const said = printed.splice(0)
  if (said.length > 0) throw new Error(said.join('\n'))
})
