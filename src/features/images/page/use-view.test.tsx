import { fireEvent, render, screen } from '@testing-library/react'
import { createMemoryRouter, Link, RouterProvider } from 'react-router'
import { expect, test } from 'vitest'
import { useView } from './use-view.ts'

function Images() {
  const { view, change } = useView()
  return (
    <>
      <label>
        Search
        <input value={view.search} onChange={(event) => change({ search: event.target.value })} />
      </label>
      <Link to="/settings">Settings</Link>
    </>
  )
}

test.each([
  ['clicks a link', () => fireEvent.pointerDown(screen.getByRole('link'))],
  ['moves the focus to a link', () => fireEvent.focusOut(screen.getByRole('textbox'))],
])('a search of someone who immediately %s is in the history', async (_, leave) => {
  const router = createMemoryRouter(
    [
      { path: '/images', element: <Images /> },
      { path: '/settings', element: <h1>Settings</h1> },
    ],
    { initialEntries: ['/images?show=dialog'] },
  )
  render(<RouterProvider router={router} />)
  fireEvent.change(screen.getByRole('textbox', { name: 'Search' }), { target: { value: 'noble' } })
  leave()
  fireEvent.click(screen.getByRole('link', { name: 'Settings' }))
  expect(await screen.findByRole('heading', { name: 'Settings' })).toBeVisible()
  await router.navigate(-1)
  expect(await screen.findByRole('textbox', { name: 'Search' })).toHaveValue('noble')
  expect(router.state.location.search).toBe('?q=noble&show=dialog')
})
