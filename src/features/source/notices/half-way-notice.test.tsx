import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { regionWith, statesOf } from '#testing/region.ts'
import { JAMMY, KEYRINGS, NOBLE } from '#testing/faults/whole-change.ts'
import { HalfWayNotice } from './half-way-notice.tsx'
import { halfWayOf } from './half-way.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const LARGE = 'http://mirror.example.com/large/'

test.each([
  [
    'some',
    [NOBLE],
    'selects some of the releases of maas.io',
    'selects the rest from http://mirror.example.com/large/ and deletes maas.io',
  ],
  ['all', [NOBLE, JAMMY], 'selects the same releases as maas.io', '“Finish it” deletes maas.io'],
])(
  'the notice about a change that stopped with %s selections says what each way on does',
  async (_, made, state, end) => {
    const region = regionWith([
      { url: STABLE, ...KEYRINGS.data, selections: [NOBLE, JAMMY] },
      { url: LARGE, ...KEYRINGS.file, selections: made },
    ])
    const found = halfWayOf(statesOf(region), '3.5.13')
    if (!found) throw new Error('The change was not detected.')
    const ways = {
      onFinish: vi.fn<() => void>(),
      onGoBack: vi.fn<() => void>(),
      onLeave: vi.fn<() => void>(),
    }
    render(<HalfWayNotice found={found} {...ways} />)
    expect(screen.getByText(/^The region looks as if/)).toHaveTextContent(state)
    expect(screen.getByText(/^“Finish it”/)).toHaveTextContent(end)
    expect(screen.getByText(/^“Finish it”/)).toHaveTextContent(`“Go back” deletes ${LARGE}.`)
    await userEvent.click(screen.getByRole('button', { name: 'Finish it' }))
    expect(ways.onFinish).toHaveBeenCalledOnce()
    await userEvent.click(screen.getByRole('button', { name: 'Go back' }))
    expect(ways.onGoBack).toHaveBeenCalledOnce()
  },
)
