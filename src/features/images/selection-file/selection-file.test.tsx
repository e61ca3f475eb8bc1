import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'
import { watchDownloads } from '#testing/watch-downloads.ts'
import { aFile, aFileSource, asFile, selecting } from '#testing/selection-files.ts'
import type { FileSelection, FileSource, SelectionFile } from '#contract/selection-file.ts'

const box = (name: RegExp) => screen.findByRole('checkbox', { name })
const bar = () => screen.findByRole('region', { name: 'Unsaved selection' })

async function opened(scenario?: string) {
  const product = await startTestProduct(scenario)
  product.open()
  await screen.findAllByRole('checkbox', { name: /^Ubuntu 26.04 LTS.* arm64/ })
  await userEvent.click(screen.getByRole('button', { name: 'Selection file' }))
  const dialog = await screen.findByRole('dialog', { name: 'Selection file' })
  const source = product.simulator.region.sources()[0]
  const own = aFileSource(source && { url: source.url, keyring_filename: source.keyringFilename })
  return { ...product, dialog, own }
}

const choose = async (label: string, file: File) =>
  userEvent.upload(screen.getByLabelText(label, { selector: 'input' }), file)
const withSelections = (own: FileSource, ...selections: FileSelection[]) =>
  aFile({ sources: [{ ...own, selections }] })

test('a selection that is exported with its unsaved changes is imported again, and the import can be undone', async () => {
  const { open, simulator } = await startTestProduct()
  const downloads = watchDownloads()
  open()
  await userEvent.click(await box(/^Ubuntu 26.04 LTS arm64/))
  await userEvent.click(screen.getByRole('button', { name: 'Selection file' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Export selection' }))
  expect(downloads).toHaveLength(1)
  const text = (await downloads[0]) ?? ''
  const file = JSON.parse(text) as SelectionFile
  expect(file.sources[0]?.selections).toContainEqual(selecting('resolute', 'arm64'))
  await userEvent.keyboard('{Escape}')
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Discard' }))

  await userEvent.click(screen.getByRole('button', { name: 'Selection file' }))
  await choose('Choose file', asFile(text))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  expect(within(dialog).getByRole('row', { name: /26.04 LTS Not selected arm64; all kernels/ })).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Import selection' }))
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeChecked()
  expect(simulator.region.selections(1).map(({ release }) => release)).not.toContain('resolute')

  await userEvent.click(await screen.findByRole('button', { name: 'Undo import' }))
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).not.toBeChecked()
  expect(screen.queryByRole('button', { name: 'Undo import' })).not.toBeInTheDocument()
})

test('the nearest offer is used with one click, and what only the region selects can be kept', async () => {
  const { own } = await opened()
  await choose('Choose file', asFile(withSelections(own, selecting('resolute', 'arm64', 'i386'))))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  const use = within(dialog).getByRole('button', { name: /^Use amd64 instead of Ubuntu 26.04 LTS i386/ })
  await userEvent.click(use)
  expect(use).toHaveAttribute('aria-pressed', 'true')
  await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Keep what is selected now/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Import selection' }))
  expect(await box(/^Ubuntu 26.04 LTS amd64/)).toBeChecked()
  expect(await box(/^Ubuntu 26.04 LTS arm64/)).toBeChecked()
  expect(await box(/^Ubuntu 24.04 LTS amd64/)).toBeChecked()
})

test('a file with problems changes nothing, and each problem has its line', async () => {
  const { dialog } = await opened()
  await choose('Choose file', asFile(JSON.stringify(aFile(), null, 2).replace('"noble"', '24.04')))
  const alert = await within(dialog).findByRole('alert')
  expect(alert).toHaveTextContent('Could not use mine.json')
  expect(within(alert).getByRole('listitem')).toHaveTextContent(
    'Line 16: sources[0].selections[0].release must be text.',
  )
  expect(alert).toHaveTextContent('Nothing was changed.')
  await choose('Choose file', new File([new Uint8Array(1_000_001)], 'disk.json'))
  expect(await within(dialog).findByText(/A selection file has at most 1.0 MB/)).toBeVisible()
  expect(screen.queryByRole('dialog', { name: 'Import selection' })).not.toBeInTheDocument()
})

test('a file for another source opens Change source filled in', async () => {
  await opened()
  const url = 'http://mirror.example.com/maas/'
  await choose('Choose file', asFile(aFile({ sources: [aFileSource({ url, keyring_filename: '/a.gpg' })] })))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  expect(within(dialog).getByText('The file is for another boot source')).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Change source' }))
  const change = await screen.findByRole('dialog', { name: 'Change source' })
  expect(within(change).getByDisplayValue(url)).toBeVisible()
  expect(within(change).getByDisplayValue('/a.gpg')).toBeVisible()
})

test('a second source in the file opens Add source filled in', async () => {
  const { own } = await opened()
  const url = 'http://mirror.example.com/maas/'
  await choose('Choose file', asFile(aFile({ sources: [own, aFileSource({ url })] })))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add source' }))
  const add = await screen.findByRole('dialog', { name: 'Add source' })
  expect(within(add).getByDisplayValue(url)).toBeVisible()
})

test('two files are compared, and one of them is used', async () => {
  const { own } = await opened()
  await choose('Choose file', asFile(withSelections(own, selecting('noble', 'amd64')), 'a.json'))
  await screen.findByRole('dialog', { name: 'Import selection' })
  const other = withSelections({ ...own, keyring_filename: '/b.gpg' }, selecting('noble', 'arm64'))
  await choose('Compare with another file', asFile(other, 'b.json'))
  const dialog = await screen.findByRole('dialog', { name: 'Compare selection files' })
  expect(within(dialog).getByRole('listitem')).toHaveTextContent(/^The keyring of .* differs: .* and \/b.gpg/)
  expect(
    within(dialog).getByRole('row', { name: /24.04 LTS amd64; all kernels arm64; all kernels/ }),
  ).toBeVisible()
  await userEvent.click(within(dialog).getByRole('button', { name: 'Use b.json' }))
  expect(await screen.findByRole('dialog', { name: 'Import selection' })).toHaveTextContent('b.json')
})

test('a source of the region that is not in the file is not shown as cleared', async () => {
  const { own } = await opened('two-sources')
  await choose('Choose file', asFile(aFile({ sources: [{ ...own, selections: [] }] })))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  expect(within(dialog).getByText(/^The selection from .* stays, because the file/)).toBeVisible()
  expect(within(dialog).getAllByRole('table')).toHaveLength(1)
  expect(within(dialog).queryByRole('row', { name: /24.04 LTS/ })).not.toBeInTheDocument()
})

async function imported() {
  const { own } = await opened()
  await choose('Choose file', asFile(withSelections(own, selecting('resolute', 'arm64'))))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Keep what is selected now/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Import selection' }))
  expect(await screen.findByText('mine.json was imported')).toBeVisible()
}
const notice = () => screen.queryByText('mine.json was imported')

test.each([
  ['changed', () => box(/^Ubuntu 26.04 LTS amd64/)],
  ['discarded', async () => within(await bar()).getByRole('button', { name: 'Discard' })],
])('after the imported selection was %s, no undo is offered', async (_, control) => {
  await imported()
  await userEvent.click(await control())
  await waitFor(() => expect(notice()).not.toBeInTheDocument())
})

test('after the imported selection was saved, no undo is offered, also when that notice is dismissed', async () => {
  await imported()
  await userEvent.click(within(await bar()).getByRole('button', { name: /^Save selection/ }))
  await waitFor(async () => expect(await bar()).toHaveTextContent('Selection saved'))
  expect(notice()).not.toBeInTheDocument()
  await userEvent.click(within(await bar()).getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByText(/^Selection saved/)).not.toBeInTheDocument()
  expect(notice()).not.toBeInTheDocument()
})

test('a region without a boot source has nothing to export', async () => {
  const { simulator, open } = await startTestProduct()
  for (const { id } of simulator.region.sources()) simulator.region.deleteSource(id)
  open()
  const ask = await screen.findByRole('button', { name: 'Selection file' })
  await waitFor(() => expect(ask).not.toHaveAttribute('aria-disabled'))
  await userEvent.click(ask)
  const button = await screen.findByRole('button', { name: 'Export selection' })
  await waitFor(() => expect(button).toHaveAccessibleDescription('This region has no boot source.'))
})

test('a user who is not an administrator compares files, and can neither export nor import', async () => {
  const { open } = await startTestProduct('read-only')
  open()
  const button = await screen.findByRole('button', { name: 'Selection file' })
  await waitFor(() => expect(button).not.toHaveAttribute('aria-disabled'))
  await userEvent.click(button)
  expect(await screen.findByRole('button', { name: 'Export selection' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await choose('Choose file', asFile(aFile()))
  const dialog = await screen.findByRole('dialog', { name: 'Import selection' })
  expect(within(dialog).getByRole('button', { name: 'Import selection' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await choose('Compare with another file', asFile(aFile(), 'b.json'))
  expect(await screen.findByText(/have the same boot sources and select the same images/)).toBeVisible()
})
