import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

test.each(['default', 'maas-3.8'])(
  'the time of the last change in MAAS is shown, with and without a Z: %s',
  async (scenario) => {
    const { open, simulator } = await startTestProduct(scenario)
    const [source] = simulator.region.sources()
    simulator.region.updateSource(source?.id ?? 0, { keyringFilename: '/usr/share/keyrings/other.gpg' })
    open('/sources')
    const list = await screen.findByRole('list', { name: 'Boot sources' })
    expect(list).toHaveTextContent('; changed in MAAS 23 Nov 2026, 09:00 UTC')
    expect(list).not.toHaveTextContent('at an unknown time')
  },
)
