import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { SERVED_AT, serveStream } from '#testing/serve-stream.ts'
import { soundStream } from '#testing/streams/sound-stream.ts'

const LARGE = 'http://mirror.example.com/large/'
const OTHER = { url: LARGE, keyringFilename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg' }

const inDialog = () => within(screen.getByRole('dialog'))

/** Opens a source dialog and connects to another source. */
async function connect(path: string) {
  const { open, simulator } = await startTestProduct('fresh')
  serveStream(simulator, soundStream())
  open(path)
  await userEvent.click(await screen.findByRole('radio', { name: /^Custom/ }))
  const url = inDialog().getByRole('textbox', { name: 'URL' })
  await userEvent.clear(url)
  await userEvent.type(url, SERVED_AT)
  await userEvent.click(inDialog().getByRole('button', { name: 'Connect' }))
  await inDialog().findByText('The source has been read.')
  return simulator.region
}

test.each([
  ['/sources/add', 'Add source'],
  ['/sources/1', 'Change source'],
  ['/images/source', 'Change source'],
])('entries in %s are kept when someone else was faster, and can then be saved', async (path, name) => {
  const region = await connect(path)
  region.createSource(OTHER)
  await userEvent.click(inDialog().getByRole('button', { name }))
  await screen.findByText('Someone else changed the sources or the selection')
  expect(region.sources().map(({ url }) => url)).not.toContain(SERVED_AT)

  await userEvent.click(inDialog().getByRole('button', { name: 'Edit source' }))
  expect(await screen.findByRole('textbox', { name: 'URL' })).toHaveValue(SERVED_AT)
  await userEvent.click(inDialog().getByRole('button', { name }))
  await screen.findByText(/is added$|is changed$/)
  const urls = region.sources().map(({ url }) => url)
  expect(urls).toContain(SERVED_AT)
  expect(urls).toContain(LARGE)
})

test('if someone else deletes the source meanwhile, the dialog shows the remaining one', async () => {
  const region = await connect('/images/source')
  const left = region.createSource(OTHER)
  region.deleteSource(1)
  await userEvent.click(inDialog().getByRole('button', { name: 'Change source' }))
  await screen.findByText('Someone else changed the sources or the selection')
  await userEvent.click(inDialog().getByRole('button', { name: 'Edit source' }))
  expect(await screen.findByRole('textbox', { name: 'URL' })).toHaveValue(LARGE)
  expect(region.sources().map(({ id }) => id)).toEqual([left.id])
})
