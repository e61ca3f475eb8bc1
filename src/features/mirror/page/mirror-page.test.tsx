import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startTestProduct } from '#testing/product.tsx'

const SLOW = { timeout: 30_000 }
const MIRROR = 'http://mirror.example.com/ubuntu/'
const PLAIN = 'http://mirror.example.com/plain/'
const recipe = () => screen.getByRole('region', { name: 'Recipe' })

async function fill(label: string, text: string) {
  const field = screen.getByRole('textbox', { name: label })
  await userEvent.clear(field)
  await userEvent.click(field)
  await userEvent.paste(text)
}

test('the recipe is made of the selection in MAAS, and changes with what is entered', async () => {
  const { open } = await startTestProduct()
  open('/mirror')
  await screen.findByRole('heading', { name: 'Recipe' }, SLOW)
  expect(recipe()).toHaveTextContent('IMAGE_SRC=https://images.maas.io/ephemeral-v3/stable/')
  expect(recipe()).toHaveTextContent("'os~(grub*|pxelinux)'")
  expect(
    await screen.findByText(/ in \d+ files; files that kernels share are stored once/, {}, SLOW),
  ).toBeVisible()
  expect(screen.getByText(/^\d+ Mb, then /)).toBeVisible()

  await fill('Versions to keep', '0')
  expect(screen.getByRole('textbox', { name: 'Versions to keep' })).toHaveAccessibleDescription(
    /from 1 to 20/,
  )
  expect(screen.queryByRole('region', { name: 'Recipe' })).not.toBeInTheDocument()
  await fill('Versions to keep', '2')
  expect(recipe()).toHaveTextContent('--max=2')
  await userEvent.click(screen.getByRole('checkbox', { name: 'The mirror has no internet access' }))
  expect(recipe()).toHaveTextContent('sha256sum --check maas-images.tar.sha256')
  expect(recipe()).not.toHaveTextContent('cron')

  const other = screen.getByRole('radio', { name: 'Other images' })
  await waitFor(() => expect(other).toBeEnabled(), SLOW)
  await userEvent.click(other)
  const release = await screen.findByRole('group', { name: 'Ubuntu 26.04 LTS' }, SLOW)
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox', { checked: true })
  for (const box of boxes) if (box.closest('.image-choice')) await userEvent.click(box)
  expect(screen.queryByRole('region', { name: 'Recipe' })).not.toBeInTheDocument()
  await userEvent.click(within(release).getByRole('checkbox', { name: 'amd64' }))
  expect(recipe()).toHaveTextContent("'arch=amd64' 'release=resolute'")

  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Mirror of' }), 'maas.io candidate')
  expect(screen.getByRole('radio', { name: 'The selection in MAAS' })).toBeChecked()
  expect(screen.getByRole('list', { name: 'Images of the mirror' })).toBeVisible()
})

test('a block is copied, or selected where the browser has no clipboard', async () => {
  const { open } = await startTestProduct()
  open('/mirror')
  const copy = await screen.findByRole('button', { name: 'Copy the command to install sstream-mirror' }, SLOW)
  const writeText = vi.fn<(text: string) => Promise<void>>().mockResolvedValue()
  // jsdom has no clipboard
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'clipboard'))
  await userEvent.click(copy)
  expect(writeText).toHaveBeenCalledWith('sudo apt install simplestreams')
  expect(await screen.findByText('Copied')).toBeVisible()
  writeText.mockRejectedValue(new Error('not allowed'))
  Object.assign(document, { execCommand: () => false })
  await userEvent.click(copy)
  expect(await screen.findByText(/Press Ctrl\+C to copy/)).toBeVisible()
  expect(window.getSelection()?.toString()).toBe('sudo apt install simplestreams')
})

test('a mirror is checked, what it lacks is listed, and it is filled in as the new source', async () => {
  const { open } = await startTestProduct()
  open('/mirror')
  await screen.findByRole('heading', { name: 'Recipe' }, SLOW)
  await fill('URL of the mirror', MIRROR)
  await userEvent.click(screen.getByRole('button', { name: 'Check mirror' }))
  expect(await screen.findByText('The mirror needs attention', {}, SLOW)).toBeVisible()
  const found = screen.getByRole('list', { name: 'Findings' })
  expect(found).toHaveTextContent('Its lists are signed, and MAAS accepts the signature.')
  expect(found).toHaveTextContent('It lists the newest versions of maas.io.')
  expect(found).toHaveTextContent(/Fault: \d+ files are missing\./)
  expect(
    screen.getByText(
      'Run the download commands on the mirror again to get the missing files. Then check the mirror again.',
    ),
  ).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy the commands to repair the mirror' })).toBeVisible()
  // the report is about what was checked, whatever the form says later
  await userEvent.click(screen.getByRole('checkbox', { name: 'The mirror has no internet access' }))
  await fill('Folder on the mirror', '/srv/later')
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Mirror of' }), 'maas.io candidate')
  expect(found).toHaveTextContent('It lists the newest versions of maas.io.')
  expect(screen.getByText(/Run the download commands on the mirror again/)).toBeVisible()
  expect(screen.getByText(/fetch\(\) \{/)).not.toHaveTextContent('/srv/later')
  expect(screen.getByText(/fetch\(\) \{/)).toHaveTextContent(/fetch [\da-f]{64} \w+/)

  await userEvent.click(screen.getByRole('link', { name: 'Use this mirror' }))
  const dialog = await screen.findByRole('dialog', { name: 'Change source' }, SLOW)
  expect(within(dialog).getByRole('radio', { name: 'Custom' })).toBeChecked()
  expect(within(dialog).getByRole('textbox', { name: 'URL' })).toHaveValue(MIRROR)
})

/** Checks a mirror of a source and opens the dialog that uses it; returns what is in the dialog. */
async function openMirrorOf(label: string) {
  await screen.findByRole('heading', { name: 'Recipe' }, SLOW)
  await fill('URL of the mirror', PLAIN)
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Mirror of' }), label)
  await userEvent.click(screen.getByRole('button', { name: 'Check mirror' }))
  await userEvent.click(await screen.findByRole('link', { name: 'Use this mirror' }, SLOW))
  const dialog = within(await screen.findByRole('dialog', { name: 'Change source' }, SLOW))
  return {
    which: dialog.getByRole('combobox', { name: 'Source to change' }),
    url: () => dialog.getByRole('textbox', { name: 'URL' }),
  }
}

test('with several sources, a mirror replaces the one that it is a copy of', async () => {
  const { open } = await startTestProduct('two-sources')
  open('/mirror')
  const { which, url } = await openMirrorOf('mirror.example.com/ubuntu')
  expect(which).toHaveDisplayValue('mirror.example.com/ubuntu')
  expect(url()).toHaveValue(PLAIN)
})

test('a mirror of a source that the region does not have can replace any of its sources', async () => {
  const { open } = await startTestProduct('two-sources')
  open('/mirror')
  const { which, url } = await openMirrorOf('maas.io candidate')
  await userEvent.selectOptions(which, 'mirror.example.com/ubuntu')
  expect(which).toHaveDisplayValue('mirror.example.com/ubuntu')
  expect(url()).toHaveValue(PLAIN)
})

test('a check that fails says why, and continues', async () => {
  const { open, simulator } = await startTestProduct()
  let broken = true
  simulator.use(
    http.all('*/streams/mirror/streams/v1/index.sjson', () =>
      broken ? new HttpResponse('gone', { status: 404 }) : undefined,
    ),
  )
  open('/mirror')
  await screen.findByRole('heading', { name: 'Recipe' }, SLOW)
  await fill('URL of the mirror', MIRROR)
  await userEvent.click(screen.getByRole('button', { name: 'Check mirror' }))
  expect(await screen.findByText(`Could not check ${MIRROR}`, {}, SLOW)).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Use this mirror' })).not.toBeInTheDocument()
  broken = false
  await userEvent.click(screen.getByRole('button', { name: 'Check mirror' }))
  expect(await screen.findByText('The mirror needs attention', {}, SLOW)).toBeVisible()
  await waitFor(() => expect(screen.queryByText(`Could not check ${MIRROR}`)).not.toBeInTheDocument())
})

test('users who are not administrators see why the page is empty', async () => {
  const { open } = await startTestProduct('read-only')
  open('/mirror')
  expect(await screen.findByText('Read-only access', {}, SLOW)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Check mirror' })).not.toBeInTheDocument()
})
