import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'

/** Enters an address in the open source dialog, as pasted, and connects; does not wait for the result. */
export async function connectTo(address: string) {
  // while the dialog is still reading the region, it has no form
  await userEvent.click(await screen.findByRole('radio', { name: /^Custom/ }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.clear(dialog.getByRole('textbox', { name: 'URL' }))
  await userEvent.paste(address)
  await userEvent.click(dialog.getByRole('button', { name: 'Connect' }))
  return dialog
}
