import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { createMemoryRouter, RouterProvider, type RouteObject } from 'react-router'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ApiError } from '#api/client.ts'
import { regionQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { startProduct } from '#testing/product.tsx'
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

/** These routes alone; the region has answered already, or never does. */
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

test('the root of the product is its images', async () => {
  const { open } = await startProduct()
  open('/')
  expect(await screen.findByRole('heading', { level: 1, name: 'Images' })).toBeInTheDocument()
  expect(await screen.findByRole('grid', { name: 'Images' })).toBeInTheDocument()
})

test('an address that leads nowhere says so, and leads to the images', async () => {
  const { open } = await startProduct()
  open('/imagse')
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeInTheDocument()
  expect(document.title).toMatch(/^Page not found/)
  await userEvent.click(screen.getByRole('link', { name: 'Go to the images' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Images' })).toBeInTheDocument()
})

test('the first stop of the keyboard leads past the bar to the page', async () => {
  const { open } = await startProduct()
  open('/imagse')
  await screen.findByRole('heading', { name: 'There is no such page' })
  await userEvent.tab()
  const skip = screen.getByRole('link', { name: /^Skip/ })
  expect(skip).toHaveFocus()
  expect(screen.getByRole('main')).toHaveAttribute('id', skip.getAttribute('href')?.slice(1))
})

test('the bar tells whose region this is and who asks, and marks only a region that is not real', () => {
  show([{ path: '/', element: <Frame /> }], aRegion())
  const bar = screen.getByRole('banner')
  expect(bar).toHaveTextContent('MAAS 3.5.13')
  expect(bar).toHaveTextContent('ada')
  expect(screen.queryByText('Embedded region')).not.toBeInTheDocument()
})

test('a version that the page was not made for is told as such', () => {
  show([{ path: '/', element: <Frame /> }], aRegion({ version: '4.1.0' }))
  expect(screen.getByRole('banner')).toHaveTextContent('MAAS 4.1.0 (not a version this page was made for')
})

test('the bar of the embedded region says that no MAAS is connected', () => {
  show([{ path: '/', element: <Frame /> }], aRegion({ embedded: true }))
  expect(screen.getByText('Embedded region')).toHaveAttribute('title', expect.stringContaining('No MAAS'))
})

test('as long as the region has not answered the bar says nothing of it', () => {
  show([{ path: '/', element: <Frame /> }])
  expect(screen.getByRole('banner')).toHaveTextContent(/^MAAS ImagesImagesBoot sources$/)
})

test.each([
  ['what we know of it', new ApiError('offline', 'The gateway is away.'), 'The gateway is away.'],
  ['no raw exception', new TypeError('x is undefined'), 'Something unexpected went wrong.'],
])('a page that breaks tells %s, and offers to reload', async (_, error, said) => {
  // react and the router print what they caught
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => printed.mockRestore())
  const Broken = () => {
    throw error
  }
  show([{ path: '/', element: <Broken />, errorElement: <RouteError /> }])
  expect(await screen.findByRole('heading', { name: 'This page could not be shown' })).toBeInTheDocument()
  expect(screen.getByRole('main')).toHaveTextContent(said)
  expect(screen.getByRole('main')).not.toHaveTextContent('undefined')
  expect(screen.getByRole('button', { name: 'Reload the page' })).toBeInTheDocument()
})
