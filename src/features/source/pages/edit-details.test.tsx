import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

test('details that someone else changed are not overwritten, and can be checked and saved in the open dialog', async () => {
  const { open, simulator } = await startTestProduct('maas-3.8')
  const { region } = simulator
  const [source] = region.sources()
  const id = source?.id ?? 0
  open(`/sources/${id}/details`)
  const dialog = await screen.findByRole('dialog', { name: /^Edit details of/ })
  const name = within(dialog).getByRole('textbox', { name: 'Name' })
  await userEvent.clear(name)
  await userEvent.type(name, 'Mine')

  await userEvent.click(within(dialog).getByRole('button', { name: 'Show as' }))
  const shown = within(await screen.findByRole('dialog', { name: 'Show as' }))
  expect(shown.getByRole('region', { name: 'maas CLI' })).toHaveTextContent(
    `maas "$PROFILE" boot-source update ${id} name=Mine )`,
  )
  await userEvent.click(shown.getAllByRole('button', { name: 'Close' })[0] as HTMLElement)
  region.updateSource(id, { priority: '77' })

  await userEvent.click(within(dialog).getByRole('button', { name: 'Save details' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent(
    /Someone else changed this boot source, so nothing was saved.*The priority is now 77 \(was 1\)\./,
  )
  expect(name).toHaveValue('Mine')
  expect(within(dialog).getByRole('textbox', { name: 'Priority' })).toHaveValue('77')
  expect(region.source(id)).toMatchObject({ name: source?.name, priority: 77 })

  const save = within(dialog).getByRole('button', { name: 'Save details' })
  await waitFor(() => expect(save).not.toHaveAttribute('aria-disabled'))
  await userEvent.click(save)
  await waitFor(() => expect(dialog).not.toBeInTheDocument())
  expect(region.source(id)).toMatchObject({ name: 'Mine', priority: 77 })
})
