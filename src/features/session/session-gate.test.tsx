import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
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

/** The requests to the gateway that are waiting until a test answers them. */
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
        <p>the requested page</p>
      </SessionGate>
    </QueryClientProvider>,
  )

test('the page is hidden while the session is being checked', async () => {
  meta('yes')
  show()
  expect(screen.getByRole('status').textContent).toBe('Checking your session…')
  expect(screen.queryByText('the requested page')).toBeNull()
  answers[0]?.(Response.json(SIGNED_IN))
  // a user who was already signed in does not see the welcome page
  await screen.findByText('the requested page')
})

test('no session is read if the gateway requires no sign-in', () => {
  meta('no')
  show()
  expect(screen.getByText('the requested page')).toBeDefined()
  expect(answers).toEqual([])
})

test('an unreadable answer is reported, and Try again repeats the request', async () => {
  meta('yes')
  show()
  answers[0]?.(new Response('<h1>proxy</h1>'))
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /^This page cannot read the answer of the gateway\./,
  )
  screen.getByRole('button', { name: 'Try again' }).click()
  await waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.(Response.json(SIGNED_IN))
  await screen.findByText('the requested page')
})
