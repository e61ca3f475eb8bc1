import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { AfterPaint } from './after-paint.tsx'

test('children are rendered after the first paint', async () => {
  render(<AfterPaint>Later</AfterPaint>)
  expect(screen.queryByText('Later')).not.toBeInTheDocument()
  expect(await screen.findByText('Later')).toBeVisible()
})

test('children are rendered even if the page is in the background, where nothing is painted', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  render(<AfterPaint>Later</AfterPaint>)
  expect(await screen.findByText('Later')).toBeVisible()
})
