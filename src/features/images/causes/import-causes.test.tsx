import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { startProduct } from '#testing/product.tsx'

test('a failed import shows its likely causes beside the notification of MAAS', async () => {
  const { open } = await startProduct('import-fails')
  open()
  expect(await screen.findByText('Why the import may have failed')).toBeVisible()
  const causes = within(screen.getByRole('list', { name: 'Likely causes' }))
  expect(causes.getByText('MAAS cannot reach a source.')).toBeVisible()
  expect(causes.getByRole('link', { name: 'View boot sources' })).toHaveAttribute('href', '/sources')
})
