import { act, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { commandsNow } from '#ui/commands/commands.ts'

test('a notification that cannot be dismissed stays, with the reason', async () => {
  const { open, simulator } = await startTestProduct('import-fails')
  simulator.use(
    http.post('*/MAAS/api/2.0/notifications/*', () => new HttpResponse('no', { status: 500 }), {
      once: true,
    }),
  )
  open()
  const notice = (await screen.findByText('The last import failed')).closest<HTMLElement>('[role=alert]')
  if (!notice) throw new Error('The notification is not an alert.')
  const dismiss = within(notice).getByRole('button', { name: 'Dismiss notification' })
  expect(dismiss).toHaveAccessibleDescription(/^Failed to import images from/)
  await userEvent.click(dismiss)
  expect(
    await within(notice).findByText(/^Could not dismiss the notification\. MAAS answered with an error/),
  ).toBeVisible()

  // the command palette, which jsdom cannot show, runs the same
  const labels = commandsNow().map(({ label }) => label)
  expect(labels.filter((label) => label === 'View or change the proxy for images')).toHaveLength(1)
  const command = commandsNow().find(({ label }) =>
    label.startsWith('Dismiss notification: Failed to import'),
  )
  act(() => command?.run())
  await waitFor(() => expect(screen.queryByText('The last import failed')).toBeNull())
  await waitFor(() => expect(screen.getByRole('main')).toHaveFocus())
})

test('one that MAAS keeps has no button', async () => {
  const { open, simulator } = await startTestProduct('import-fails')
  for (const note of simulator.region.notifications()) note.dismissable = false
  open()
  expect(await screen.findByText('The last import failed')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Dismiss notification' })).toBeNull()
})
