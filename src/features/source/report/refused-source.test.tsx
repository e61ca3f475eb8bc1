import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { connectTo } from '#testing/connect-to.ts'
import { startTestProduct } from '#testing/product.tsx'
import { lxdServer, SERVED_AT, SERVED_NAME, serveStream } from '#testing/serve-stream.ts'
import { changedStream } from '#testing/streams/changed-stream.ts'
import {
  GRUB,
  grubProduct,
  productsFile,
  type RawStream,
  rawStream,
  soundStream,
} from '#testing/streams/sound-stream.ts'

const WOULD_STOP =
  'MAAS up to 3.7 reads all sources before it downloads anything. It cannot read this one, so it would import nothing from any source, and show no message.'
const LXD = 'This is an image server for LXD or Incus.'

const unlabeled = () => changedStream('image', 'label', undefined)

/** Opens a source dialog and connects to a source; resolves once its report is shown. */
async function connect(scenario: string, stream: RawStream, path = '/sources/add') {
  const { open, simulator } = await startTestProduct(scenario)
  serveStream(simulator, stream)
  open(path)
  const dialog = await connectTo(SERVED_AT)
  await dialog.findByText('The source has been read.')
  return dialog
}

/** How often the dialog contains a text. */
const timesShown = (text: string) => (screen.getByRole('dialog').textContent ?? '').split(text).length - 1

test.each([
  ['/sources/add', 'Add source'],
  ['/sources/1', 'Change source'],
  ['/images/source', 'Change source'],
])(
  'the dialog %s warns that a source that MAAS 3.7 cannot read would stop all imports',
  async (path, name) => {
    const dialog = await connect('maas-3.7', unlabeled(), path)
    const notice = within(dialog.getByRole('alert'))
    expect(notice.getByText('This source would stop all imports')).toBeVisible()
    expect(notice.getByText(WOULD_STOP)).toBeVisible()
    expect(notice.getByText(/Reading this source fails with “KeyError: 'label'”/)).toBeVisible()
    expect(notice.getByText('1 detail')).toBeVisible()
    expect(timesShown('Reading this source fails')).toBe(1)

    const button = dialog.getByRole('button', { name })
    expect(button).toHaveAttribute('aria-disabled', 'true')
    expect(button).toHaveAttribute(
      'title',
      'This source would stop all imports. Select “Use this source anyway” to continue.',
    )
    await userEvent.click(notice.getByRole('checkbox', { name: 'Use this source anyway' }))
    expect(button).not.toHaveAttribute('aria-disabled')
  },
)

test('MAAS 3.8 refuses only that source, and each reason is listed once', async () => {
  const stream = unlabeled()
  const { updated: _, ...index } = stream.index
  const dialog = await connect('maas-3.8', { ...stream, index })
  const notice = within(dialog.getByRole('alert'))
  expect(notice.getByText('MAAS cannot use this source')).toBeVisible()
  expect(notice.queryByText(/stop all imports/)).toBeNull()
  const reasons = within(notice.getByRole('list', { name: 'Reasons' })).getAllByRole('listitem')
  expect(reasons.filter(({ textContent }) => textContent?.includes('MAAS refuses the'))).toHaveLength(2)
  expect(timesShown('Got invalid data for the products file')).toBe(1)
  expect(dialog.getByRole('button', { name: 'Add source' })).toHaveAttribute(
    'title',
    'MAAS refuses this source. Select “Use this source anyway” to continue.',
  )
  const others = dialog.getByRole('list', { name: 'Warnings' })
  expect(others).toHaveTextContent('MAAS up to 3.7 stops all imports because of this source.')
  expect(others).toHaveTextContent('Your MAAS is not affected.')
})

test.each(['maas-3.7', 'maas-3.8'])('a source without images is refused by %s alone', async (scenario) => {
  const dialog = await connect(scenario, rawStream({ grub: productsFile('grub', { [GRUB]: grubProduct() }) }))
  const notice = dialog.getByRole('alert')
  expect(notice).toHaveTextContent('MAAS cannot use this source')
  expect(notice).toHaveTextContent('This source offers no images that MAAS imports. Check the address')
  expect(notice).not.toHaveTextContent('stop all imports')
  expect(within(notice).queryByRole('group')).toBeNull()
})

test('an LXD server would stop all imports of MAAS 3.7, and the reason is shown once', async () => {
  const dialog = await connect('maas-3.7', lxdServer())
  const notice = dialog.getByRole('alert')
  expect(notice).toHaveTextContent('This source would stop all imports')
  expect(notice).toHaveTextContent(LXD)
  expect(timesShown(LXD)).toBe(1)
  expect(dialog.getByRole('list', { name: 'Warnings' })).toHaveTextContent(
    'MAAS 3.8 and later refuses this source for the same reason.',
  )
})

test('an LXD server is refused by MAAS 3.8', async () => {
  const dialog = await connect('maas-3.8', lxdServer())
  expect(dialog.getByRole('alert')).toHaveTextContent(`MAAS cannot use this source${LXD}`)
})

test('a source that MAAS can use has no such box', async () => {
  const dialog = await connect('maas-3.7', soundStream())
  expect(dialog.queryByRole('alert')).toBeNull()
  expect(dialog.queryByRole('checkbox', { name: 'Use this source anyway' })).toBeNull()
  expect(dialog.getByRole('button', { name: 'Add source' })).not.toHaveAttribute('aria-disabled')
})

test.each([
  ['maas-3.7', 'Stops all imports. MAAS up to 3.7 reads all sources before it downloads anything.'],
  ['maas-3.8', 'Refused. MAAS imports nothing from this source. Other sources are not affected.'],
])('the list of boot sources shows the effect of a bad source on imports of %s', async (scenario, text) => {
  const { open, simulator } = await startTestProduct(scenario)
  serveStream(simulator, unlabeled())
  simulator.region.updateSource(1, { url: SERVED_AT, name: SERVED_NAME })
  open('/sources#source-1')
  const item = (await screen.findAllByRole('listitem'))[0]
  if (!item) throw new Error('There is no source.')
  await within(item).findByText('Imports')
  expect(item).toHaveTextContent(`Imports${text}`)
  expect(item.querySelector('details')).toHaveAttribute('open')
  expect(within(item).getByRole('list', { name: 'Warnings' })).toBeVisible()
})
