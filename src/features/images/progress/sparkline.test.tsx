import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Sample } from './arrival.ts'
import { Sparkline } from './sparkline.tsx'

const MB = 1_000_000
const rates = (...all: number[]): Sample[] => all.map((rate, at) => ({ at: at * 5_000, bytes: rate * MB }))

test.each<[what: string, rates: readonly Sample[], points: string, name: RegExp]>([
  [
    'rises to the top at the highest rate',
    rates(1, 2, 4, 0),
    '0.0,17.5 40.0,12.0 80.0,1.0 120.0,23.0',
    /: at most 4\.0 MB\/s, now 0 B\/s$/,
  ],
  [
    'is at the top while the rate is steady',
    rates(2, 2),
    '0.0,1.0 120.0,1.0',
    /at most 2\.0 MB\/s, now 2\.0/,
  ],
  [
    'has its points where they were read',
    [...rates(2, 1), { at: 20_000, bytes: 2 * MB }],
    '0.0,1.0 30.0,12.0 120.0,1.0',
    /at most 2\.0 MB\/s/,
  ],
])('the line of the download rate %s', (_, given, points, name) => {
  render(<Sparkline rates={given} />)
  const line = screen.getByRole('img', { name: /^Download rate of the last minutes/ })
  expect(line).toHaveAccessibleName(name)
  expect(line).toHaveAttribute('viewBox', '0 0 120 24')
  expect(line.querySelector('polyline')).toHaveAttribute('points', points)
})

test.each<[what: string, rates: readonly Sample[]]>([
  ['with one rate only', rates(2)],
  ['while nothing arrives', rates(0, 0, 0)],
])('%s there is no line', (_, given) => {
  const { container } = render(<Sparkline rates={given} />)
  expect(container).toBeEmptyDOMElement()
})
