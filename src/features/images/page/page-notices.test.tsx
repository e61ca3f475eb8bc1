import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { SERVED_AT, SERVED_NAME, serveStream } from '#testing/serve-stream.ts'
import { changedStream } from '#testing/streams/changed-stream.ts'

const unlabeled = () => changedStream('image', 'label', undefined)

/** The Images page of a region of which source 1 is at another address. */
async function openWith(scenario: string, others: string[] = []) {
  const { open, simulator } = await startTestProduct(scenario)
  simulator.region.updateSource(1, { url: SERVED_AT, name: SERVED_NAME })
  for (const url of others)
    simulator.region.createSource({ url, keyringFilename: '/usr/share/keyrings/u.gpg' })
  return { open, simulator }
}

test.each<[string, string[], string]>([
  ['alone', [], 'it imports nothing and shows no message.'],
  [
    'beside another one',
    ['http://mirror.example.com/ubuntu/'],
    'it imports nothing and shows no message. Your other source is affected too.',
  ],
])('with MAAS 3.7 a bad source %s stops all imports', async (_, others, consequence) => {
  const { open, simulator } = await openWith('maas-3.7', others)
  serveStream(simulator, unlabeled())
  open()
  const title = await screen.findByText(`${SERVED_NAME} stops all imports`)
  const notice = title.closest<HTMLElement>('[role=alert]')
  if (!notice) throw new Error('The notice is not an alert.')
  expect(notice).toHaveTextContent(consequence)
  expect(notice).toHaveTextContent("Reading this source fails with “KeyError: 'label'”.")
  await userEvent.click(within(notice).getByRole('link', { name: `View source details of ${SERVED_NAME}` }))
  expect(await screen.findByText(`Source details of ${SERVED_NAME}`)).toBeVisible()
  expect(screen.getAllByText(/^MAAS up to 3.7 stops all imports/)[0]).toBeVisible()
})

test('with MAAS 3.8 a bad source fails alone', async () => {
  const { open, simulator } = await openWith('maas-3.8')
  serveStream(simulator, unlabeled())
  open()
  const title = await screen.findByText(`MAAS cannot use ${SERVED_NAME}`)
  expect(title.closest('[role=alert]')).toHaveTextContent(
    'MAAS imports nothing from this source. Other sources are not affected.',
  )
  expect(screen.queryByText(/stops all imports/)).toBeNull()
})

test('a source that is disabled has no notice', async () => {
  const { open, simulator } = await openWith('maas-3.8')
  simulator.region.updateSource(1, { enabled: 'false' })
  serveStream(simulator, unlabeled())
  open()
  await screen.findByRole('grid')
  expect(screen.queryByText(`MAAS cannot use ${SERVED_NAME}`)).toBeNull()
})

test.each([
  ['maas-3.7', 'If MAAS cannot read this source either, it imports nothing.'],
  [
    'maas-3.8',
    'If MAAS cannot read this source either, it imports nothing from it. Other sources are not affected.',
  ],
])('a source that the gateway cannot read: %s', async (scenario, consequence) => {
  const { open, simulator } = await openWith(scenario)
  simulator.use(http.all('*/streams/plain-mirror/*', () => HttpResponse.error()))
  open()
  const title = await screen.findByText(`Could not read the boot source “${SERVED_NAME}”`)
  expect(title.closest('[role=status]')).toHaveTextContent(consequence)
  expect(screen.queryByText(`MAAS cannot use ${SERVED_NAME}`)).toBeNull()
})
