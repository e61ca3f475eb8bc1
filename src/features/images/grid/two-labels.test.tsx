import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { SERVED_AT, serveStream } from '#testing/serve-stream.ts'
import {
  productsFile,
  type RawStream,
  rawStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
} from '#testing/streams/sound-stream.ts'

/** 24.04: GA with two labels, and HWE only with that of the newer version. */
const twoLabels = (older: string, newer: string) => {
  const fresh = (subarch: string) =>
    ubuntuProduct({ label: newer, subarch, versions: { '20261001': ubuntuVersion('noble/20261001') } })
  return rawStream({
    ubuntu: productsFile('ubuntu', {
      [UBUNTU]: ubuntuProduct({ label: older }),
      [`${UBUNTU}:newer`]: fresh('ga-24.04'),
      [UBUNTU.replace('ga', 'hwe')]: fresh('hwe-24.04'),
    }),
  })
}

/** The details of 24.04 LTS, of which a selection wants these labels. */
async function details(labels: string[], stream: RawStream) {
  const { open, simulator } = await startTestProduct('maas-3.7')
  const { region } = simulator
  const noble = region.selections(1).find(({ release }) => release === 'noble')
  region.updateSelection(1, noble?.id ?? 0, { labels })
  region.updateSource(1, { url: SERVED_AT })
  serveStream(simulator, stream)
  open()
  const [release] = await screen.findAllByRole('button', { name: /24.04 LTS/ })
  if (!release) throw new Error('The page does not list 24.04 LTS.')
  await userEvent.click(release)
  const images = await screen.findByRole('group', { name: 'Images of 24.04 LTS' })
  await within(images).findByText(/^2026[01]\d01$/)
  const kernels = screen.getByRole('group', { name: 'Kernels of 24.04 LTS' })
  await userEvent.click(within(kernels).getByRole('radio', { name: 'Only these' }))
  const [row] = within(images).getAllByRole('row', { name: /^amd64/ })
  if (!row) throw new Error('There is no image for amd64.')
  return {
    newest: within(row).getAllByRole('cell').at(3)?.textContent,
    choices: within(kernels)
      .getAllByRole('checkbox')
      .map((box) => box.closest('label')?.querySelector('code')?.textContent),
  }
}

const OLDER = { newest: '20260901', choices: ['ga-24.04'] }
const NEWER = { newest: '20261001', choices: ['ga-24.04', 'hwe-24.04'] }

test.each([
  ['stable, which is older', ['stable'], twoLabels('stable', 'candidate'), OLDER],
  ['stable, which is newer', ['stable'], twoLabels('candidate', 'stable'), NEWER],
  ['whatever it is', ['*'], twoLabels('stable', 'candidate'), NEWER],
])('a selection with the label %s, sees what the source has with it', async (_, labels, stream, expected) => {
  expect(await details(labels, stream)).toEqual(expected)
})
