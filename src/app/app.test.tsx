import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createMemoryRouter, RouterProvider, type RouteObject } from 'react-router'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ApiError } from '#api/client.ts'
import { regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { startTestProduct } from '#testing/product.tsx'
import { Frame } from './frame.tsx'
import { createQueryClient } from './query-client.ts'
import { RouteError } from './route-error.tsx'

const aRegion = (part: Partial<RegionAnswer> = {}): RegionAnswer => ({
  id: 'region-1',
  version: '3.5.13',
  embedded: false,
  user: { username: 'ada', admin: true },
  sources: [],
  config: { autoImport: true, commissioningRelease: 'jammy', defaultOs: 'ubuntu', defaultRelease: 'jammy' },
  sync: { lastStarted: null },
  notifications: [],
  ...part,
})

/** Renders only these routes. Without `region`, the region never answers. */
function show(routes: RouteObject[], region?: RegionAnswer) {
  const client = createQueryClient()
  if (region) client.setQueryData(regionQuery().queryKey, region)
  vi.stubGlobal('fetch', () => new Promise<never>(() => undefined))
  onTestFinished(() => {
    client.clear()
    vi.unstubAllGlobals()
  })
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={createMemoryRouter(routes)} />
    </QueryClientProvider>,
  )
}

test('the root leads to the Images page', async () => {
  const { open } = await startTestProduct()
  open('/')
  expect(await screen.findByRole('heading', { level: 1, name: 'Images' })).toBeInTheDocument()
  expect(await screen.findByRole('grid', { name: 'Images' })).toBeInTheDocument()
})

test('an unknown address shows an error page with a link to the images', async () => {
  const { open } = await startTestProduct()
  open('/imagse')
  expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeInTheDocument()
  expect(document.title).toMatch(/^Page not found/)
  await userEvent.click(screen.getByRole('link', { name: 'Go to the images' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Images' })).toBeInTheDocument()
})

test('the first Tab stop skips the bar', async () => {
  const { open } = await startTestProduct()
  open('/imagse')
  await screen.findByRole('heading', { name: 'Page not found' })
  await userEvent.tab()
  const skip = screen.getByRole('link', { name: /^Skip/ })
  expect(skip).toHaveFocus()
  expect(screen.getByRole('main')).toHaveAttribute('id', skip.getAttribute('href')?.slice(1))
})

test('the bar shows the MAAS version and the user, and no mark for a connected MAAS', () => {
  show([{ path: '/', element: <Frame /> }], aRegion())
  const bar = screen.getByRole('banner')
  expect(bar).toHaveTextContent('MAAS 3.5.13')
  expect(bar).toHaveTextContent('ada')
  expect(screen.queryByText('Embedded region')).not.toBeInTheDocument()
})

test('the bar marks a MAAS version that is not supported', () => {
  show([{ path: '/', element: <Frame /> }], aRegion({ version: '4.1.0' }))
  expect(screen.getByRole('banner')).toHaveTextContent('MAAS 4.1.0 (not supported;')
})

test('the bar marks the embedded region and explains that no MAAS is connected', () => {
  show([{ path: '/', element: <Frame /> }], aRegion({ embedded: true }))
  expect(screen.getByText('Embedded region')).toHaveAttribute('title', expect.stringContaining('No MAAS'))
})

test('the bar shows nothing about the region until it has answered', () => {
  show([{ path: '/', element: <Frame /> }])
  expect(screen.getByRole('banner')).toHaveTextContent(/^MAAS ImagesImagesBoot sourcesLocal mirrorActivity$/)
})

test.each([
  ['the message of a known error', new ApiError('offline', 'The gateway is away.'), 'The gateway is away.'],
  ['no raw exception text', new TypeError('x is undefined'), 'Something unexpected went wrong.'],
])('a page that crashes shows %s, and offers to reload', async (_, error, said) => {
  // React and the router print the errors they catch
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => printed.mockRestore())
  const Broken = () => {
    throw error
  }
  show([{ path: '/', element: <Broken />, errorElement: <RouteError /> }])
  expect(await screen.findByRole('heading', { name: 'Could not show this page' })).toBeInTheDocument()
  expect(screen.getByRole('main')).toHaveTextContent(said)
  expect(screen.getByRole('main')).not.toHaveTextContent('undefined')
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeInTheDocument()
})
