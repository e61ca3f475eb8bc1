import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startProduct } from '#testing/product.tsx'

const SLOW = { timeout: 30_000 }
const MIRROR = 'http://mirror.example.com/ubuntu/'
const recipe = () => screen.getByRole('region', { name: 'Recipe' })

async function fill(label: string, text: string) {
  const field = screen.getByRole('textbox', { name: label })
  await userEvent.clear(field)
  await userEvent.click(field)
  await userEvent.paste(text)
}

test('the recipe is made of the selection in MAAS, and changes with what is entered', async () => {
  const { open } = await startProduct()
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

  await userEvent.click(screen.getByRole('radio', { name: 'Other images' }))
  const release = await screen.findByRole('group', { name: 'Ubuntu 26.04 LTS' }, SLOW)
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox', { checked: true })
  for (const box of boxes) if (box.closest('.image-choice')) await userEvent.click(box)
  expect(screen.queryByRole('region', { name: 'Recipe' })).not.toBeInTheDocument()
  await userEvent.click(within(release).getByRole('checkbox', { name: 'amd64' }))
  expect(recipe()).toHaveTextContent("'arch=amd64' 'release=resolute'")
})

test('a block is copied, or selected where the browser has no clipboard', async () => {
  const { open } = await startProduct()
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
  const { open } = await startProduct()
  open('/mirror')
  await screen.findByRole('heading', { name: 'Recipe' }, SLOW)
  await fill('URL of the mirror', MIRROR)
  await userEvent.click(screen.getByRole('button', { name: 'Check mirror' }))
  expect(await screen.findByText('The mirror needs attention', {}, SLOW)).toBeVisible()
  const found = screen.getByRole('list', { name: 'Findings' })
  expect(found).toHaveTextContent('Its lists are signed, and MAAS accepts the signature.')
  expect(found).toHaveTextContent('It lists the newest versions of maas.io.')
  expect(found).toHaveTextContent(/Fault: \d+ files are missing\./)
  expect(screen.getByRole('button', { name: 'Copy the commands to repair the mirror' })).toBeVisible()
  expect(screen.getByText(/fetch\(\) \{/)).toHaveTextContent(/fetch [\da-f]{64} \w+/)

  await userEvent.click(screen.getByRole('link', { name: 'Use this mirror' }))
  const dialog = await screen.findByRole('dialog', { name: 'Change source' }, SLOW)
  expect(within(dialog).getByRole('radio', { name: 'Custom' })).toBeChecked()
  expect(within(dialog).getByRole('textbox', { name: 'URL' })).toHaveValue(MIRROR)
})

test('a check that fails says why, and continues', async () => {
  const { open, simulator } = await startProduct()
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
  const { open } = await startProduct('read-only')
  open('/mirror')
  expect(await screen.findByText('Read-only access', {}, SLOW)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Check mirror' })).not.toBeInTheDocument()
})
