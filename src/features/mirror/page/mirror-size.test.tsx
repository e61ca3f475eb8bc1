import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { MirrorContentsAnswer } from '#contract/mirror.ts'
import { MirrorSize } from './mirror-size.tsx'

const SOURCE = { url: 'http://mirror.example.com/', keyring_filename: '', keyring_data: '' }
const contents = (files: number): MirrorContentsAnswer => ({
  files,
  bytes: 2_000,
  reported: [2_000],
  perDay: 0,
  missing: [],
})

test('the numbers stay while the source is read again for other images', async () => {
  const answers: ((response: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answers.push(resolve)))
  const client = new QueryClient()
  onTestFinished(() => {
    vi.unstubAllGlobals()
    client.clear()
  })
  const size = (versions: number) => (
    <QueryClientProvider client={client}>
      <MirrorSize upstream={SOURCE} name="mirror" order={{ images: [], versions }} />
    </QueryClientProvider>
  )
  const { rerender } = render(size(1))
  expect(screen.getByRole('status')).toHaveTextContent('Reading what mirror lists…')
  await waitFor(() => expect(answers).toHaveLength(1))
  answers[0]?.(Response.json(contents(3)))
  expect(await screen.findByText(/in 3 files/)).toBeVisible()
  expect(screen.queryByRole('status')).not.toBeInTheDocument()

  rerender(size(2))
  expect(screen.getByRole('status')).toHaveTextContent('Reading what mirror lists…')
  await waitFor(() => expect(answers).toHaveLength(2), { timeout: 10_000 })
  expect(screen.getByText(/in 3 files/)).toBeVisible()
  answers[1]?.(Response.json(contents(6)))
  expect(await screen.findByText(/in 6 files/)).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('status')).not.toBeInTheDocument())
})
