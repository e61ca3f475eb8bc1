import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Session } from '#contract/session.ts'
import { SessionGate } from './session-gate.tsx'

const SIGNED_IN: Session = {
  state: 'signed-in',
  way: 'sign-in',
  user: { username: 'ann', admin: false },
  region: { address: 'http://region.example:5240/MAAS', version: '3.5.13', error: null },
  expires: null,
}

/** What the gateway is asked for waits here until a test answers it. */
let answers: ((response: Response | Promise<never>) => void)[] = []

function meta(content: string) {
  const written = document.createElement('meta')
  written.name = 'sign-in'
  written.content = content
  document.head.append(written)
}

beforeEach(() => {
  answers = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push(resolve)))
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.head.replaceChildren()
})

const show = () =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionGate>
        <p>the page that was asked for</p>
      </SessionGate>
    </QueryClientProvider>,
  )

test('until it is known who is there it says that it looks, and shows nothing', async () => {
  meta('yes')
  show()
  expect(screen.getByRole('status').textContent).toBe('Checking your session…')
  expect(screen.queryByText('the page that was asked for')).toBeNull()
  answers[0]?.(Response.json(SIGNED_IN))
  // somebody who comes back signed in is not told again what the key allows
  await screen.findByText('the page that was asked for')
})

test('where the gateway wants no sign-in nobody is asked for', () => {
  meta('no')
  show()
  expect(screen.getByText('the page that was asked for')).toBeDefined()
  expect(answers).toEqual([])
})

test('an answer that nobody understands is told, and asked for again on request', async () => {
  meta('yes')
  show()
  answers[0]?.(new Response('<h1>proxy</h1>'))
  expect((await screen.findByRole('alert')).textContent).toMatch(/^This page cannot read the answer of the gateway\./)
  screen.getByRole('button', { name: 'Try again' }).click()
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.(Response.json(SIGNED_IN))
  await screen.findByText('the page that was asked for')
})
