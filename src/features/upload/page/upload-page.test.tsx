import { Blob as NodeBlob, File as NodeFile } from 'node:buffer'
import { createHash } from 'node:crypto'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { ownerOf, writeRecord } from '#api/store/records.ts'
import { regionAnswer } from '#contract/gateway.ts'
import type { NewUpload } from '#contract/uploads.ts'
import { UPLOAD } from '#features/upload/engine/stored.ts'
import { startTestProduct } from '#testing/product.tsx'
import './upload-page.tsx'

/** jsdom has no workers: this one computes at once. */
class SumWorker extends EventTarget {
  terminate = () => undefined
  postMessage(file: File) {
    void file.arrayBuffer().then((bytes) => {
      const sha256 = createHash('sha256').update(Buffer.from(bytes)).digest('hex')
      this.dispatchEvent(new MessageEvent('message', { data: { kind: 'sum', sha256 } }))
    })
  }
}

beforeEach(() => {
  vi.stubGlobal('Worker', SumWorker)
  // fetch takes only those of Node
  vi.stubGlobal('Blob', NodeBlob)
  vi.stubGlobal('File', NodeFile)
})

/** A disk with a partition table. */
function diskOf(size: number, letter = 'a'): File {
  const disk = Buffer.alloc(size, letter)
  disk[510] = 0x55
  disk[511] = 0xaa
  return new File([disk], 'disk.raw')
}

const file = (label = 'Choose file') => screen.getByLabelText<HTMLInputElement>(label, { selector: 'input' })
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const nameField = () => screen.getByRole('textbox', { name: 'Name' })
const line = (name: string) => screen.findByRole('listitem', { name: `${name} (amd64)` })

async function opened(scenario?: string) {
  const product = await startTestProduct(scenario)
  product.open('/images/upload')
  await screen.findByRole('option', { name: 'amd64' })
  const add = async (name: string, chosen = diskOf(2_000)) => {
    await userEvent.upload(file(), chosen)
    await screen.findByText('A raw disk.')
    await userEvent.clear(nameField())
    await userEvent.type(nameField(), name)
    await userEvent.click(button('Upload image'))
  }
  return { ...product, region: product.simulator.region, add }
}

test('the form says what is wrong before the first byte, and an upload that MAAS refuses is edited', async () => {
  const { region, add } = await opened()
  await userEvent.click(button('Upload image'))
  expect(screen.getByRole('alert')).toHaveTextContent('Choose a file.')
  expect(button('Choose file')).toHaveFocus()
  expect(button('Choose file')).toHaveAccessibleDescription('Choose a file.')
  expect(nameField()).toHaveAccessibleDescription(/^Enter a name\./)

  fireEvent.drop(window, { dataTransfer: { types: ['Files'], files: [diskOf(1), diskOf(2)] } })
  expect(await screen.findByText('Drop one file at a time.')).toBeVisible()
  await userEvent.upload(file(), new File([], 'empty.raw'))
  expect(await screen.findByText(/^The file is empty/)).toBeVisible()
  await userEvent.upload(file(), new File([Buffer.from('QFI\xfb\0\0\0\x03', 'latin1')], 'disk.qcow2'))
  expect(await screen.findByText(/qemu-img convert -f qcow2/)).toBeVisible()
  expect(screen.getByRole('alert')).toHaveTextContent('MAAS cannot deploy this file. Choose another one.')
  fireEvent.drop(window, { dataTransfer: { types: ['Files'], files: [diskOf(2_000)] } })
  expect(await screen.findByText('A raw disk.')).toBeVisible()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'File type' }), 'tgz')
  expect(await screen.findByText(/every deployment with this image would fail/)).toBeVisible()
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'File type' }), 'ddraw')

  // someone else uploads one under this name in the meantime
  region.createUpload({
    name: 'web',
    architecture: 'amd64/generic',
    title: 'Of ann',
    filetype: 'tgz',
    content: new Uint8Array([1]),
    sha256: undefined,
    size: undefined,
    baseImage: undefined,
  })
  await userEvent.type(nameField(), 'web{Enter}')
  expect(screen.getByRole('heading', { name: 'Uploads' })).toHaveFocus()
  const refused = within(await line('web'))
  expect(await refused.findByText(/already has a custom image named web for amd64/)).toBeVisible()
  await userEvent.click(button('Edit the upload of web (amd64)'))
  expect(screen.getByRole('alert')).toHaveTextContent('MAAS did not accept the upload')
  expect(screen.getByRole('heading', { name: 'New upload' })).toHaveFocus()
  expect(nameField()).toHaveValue('web')
  expect(await screen.findByText('A raw disk.')).toBeVisible()
  await add('web-2')
  expect(await within(await line('web-2')).findByText(/has checked the SHA256/)).toBeVisible()
  await userEvent.click(button('Dismiss web-2 (amd64)'))
  expect(screen.getByRole('heading', { name: 'New upload' })).toHaveFocus()
  expect(region.resources('Uploaded').map(({ name }) => name)).toEqual(['build-agent', 'web', 'web-2'])
})

test('an upload pauses and continues, others wait for it, and a revoked key stops it', async () => {
  const { simulator, region, add } = await opened()
  let release = () => undefined as void
  const held = new Promise<void>((resolve) => (release = resolve))
  let isHeld = true
  simulator.use(
    http.put('*/MAAS/api/2.0/boot-resources/:id/upload/:file/', async () => {
      if (isHeld) await held
      isHeld = false
    }),
  )
  await add('first')
  const first = within(await line('first'))
  expect(await first.findByText(/^Sending the last chunk\. MAAS checks the SHA256/)).toBeVisible()
  expect(first.getByRole('progressbar', { name: 'Upload of first (amd64)' })).toHaveValue(0)
  await add('second', diskOf(2_000, 'b'))
  const second = within(await line('second'))
  expect(second.getByText('Waiting: one file is uploaded at a time.')).toBeVisible()
  await userEvent.type(nameField(), 'first')
  expect(nameField()).toHaveAccessibleDescription(/^The list above has an upload named first for amd64/)

  const leave = () => {
    const event = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(leave()).toBe(true)
  const pause = button('Pause the upload of first (amd64)')
  pause.focus()
  await userEvent.keyboard('{Enter}')
  expect(first.getByText('Paused: 0 B of 2.0 kB uploaded (0 %).')).toBeVisible()
  expect(button('Continue the upload of first (amd64)')).toHaveFocus()
  await act(async () => release())
  // its only chunk was on its way
  expect(await first.findByText(/has checked the SHA256/)).toBeVisible()
  expect(await second.findByText(/has checked the SHA256/)).toBeVisible()
  expect(leave()).toBe(false)

  await userEvent.clear(nameField())
  region.revokeKey(simulator.apiKey)
  await add('third', diskOf(2_000, 'c'))
  const third = within(await line('third'))
  expect(await third.findByText(/does not accept the API key/)).toBeVisible()
  expect(third.getByText('Stopped: 0 B of 2.0 kB uploaded (0 %).')).toBeVisible()
  expect(button('Continue the upload of third (amd64)')).toBeVisible()
})

test('an upload of a page that was closed continues with the same file, unless it is gone', async () => {
  const { simulator, open } = await startTestProduct()
  const { region } = simulator
  const owner = ownerOf(regionAnswer.parse(await (await fetch('/gateway/region')).json()))
  /** What a page had stored when it was closed. */
  async function leave(key: string, disk: File): Promise<number> {
    const content = Buffer.from(await disk.arrayBuffer())
    const form: NewUpload = {
      name: key,
      architecture: 'amd64/generic',
      title: '',
      filetype: 'ddraw',
      base_image: '',
      sha256: createHash('sha256').update(content).digest('hex'),
      size: disk.size,
      replaces: null,
    }
    const resource = region.createUpload({
      ...form,
      size: String(form.size),
      baseImage: undefined,
      content: undefined,
    })
    const id = resource.sets.at(-1)?.files[0]?.uploadId ?? 0
    region.appendToUpload(resource.id, id, content.subarray(0, 1_000))
    const begun = { resource: resource.id, file: id, confirmed: 0, sent: 1_000, regions: null }
    await writeRecord(UPLOAD, owner, { fileName: 'disk.raw', form, begun }, key)
    return resource.id
  }
  await leave('half', diskOf(2_000))
  region.deleteResource(await leave('gone', diskOf(3_000)))
  open('/images/upload')

  const half = within(await line('half'))
  expect(half.getByText(/choose the same file again to continue/)).toBeVisible()
  const again = () => half.getByLabelText<HTMLInputElement>('Choose the file again', { selector: 'input' })
  await userEvent.upload(again(), diskOf(2_001))
  expect(await half.findByText(/^This is another file/)).toBeVisible()
  await userEvent.upload(again(), diskOf(2_000, 'b'))
  expect(await half.findByText(/^This is another file/)).toBeVisible()
  await userEvent.upload(again(), diskOf(2_000))
  expect(await half.findByText(/has checked the SHA256/)).toBeVisible()

  const gone = within(await line('gone'))
  expect(await gone.findByText(/someone else has deleted or replaced it/)).toBeVisible()
  await userEvent.click(button('Start over the upload of gone (amd64)'))
  await userEvent.upload(
    await gone.findByLabelText<HTMLInputElement>('Choose the file again', { selector: 'input' }),
    diskOf(3_000),
  )
  expect(await gone.findByText(/has checked the SHA256/)).toBeVisible()
  await waitFor(() =>
    expect(region.resources('Uploaded').map(({ name }) => name)).toEqual(['build-agent', 'gone', 'half']),
  )
})

test('what MAAS has of a canceled upload is deleted, other tabs see it, and a failure is shown', async () => {
  const { simulator, region, add, open } = await opened()
  region.setFreeBytes(0)
  await add('web')
  const web = within(await line('web'))
  expect(await web.findByText(/^Interrupted: .* Trying again\.$/)).toBeVisible()
  // another tab cannot take it over
  open('/images/upload')
  expect(await screen.findByText(/Another tab of this browser has this upload/)).toBeVisible()
  simulator.use(
    http.delete(
      '*/MAAS/api/2.0/boot-resources/:id/',
      () => HttpResponse.text('The disk is on fire.', { status: 500 }),
      { once: true },
    ),
  )
  await userEvent.click(button('Cancel the upload of web (amd64)'))
  expect(
    await web.findByText(/^MAAS did not delete the uploaded part of the file\. .*The disk is on fire/),
  ).toBeVisible()
  await userEvent.click(button('Cancel the upload of web (amd64)'))
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Uploads' })).not.toBeInTheDocument())
  expect(screen.getAllByRole('heading', { name: 'New upload' })[0]).toHaveFocus()
  expect(region.resources('Uploaded').map(({ name }) => name)).toEqual(['build-agent'])
})

test('other pages show the state of an upload with a link to it, until its completion was seen', async () => {
  const { region, add } = await opened()
  region.setFreeBytes(0)
  await add('web')
  const web = within(await line('web'))
  await web.findByText(/^Interrupted: /)
  await userEvent.click(button('Pause the upload of web (amd64)'))
  expect(screen.queryByRole('link', { name: /^Upload of web/ })).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('link', { name: 'Local mirror' }))
  const status = await screen.findByRole('link', { name: 'Upload of web (paused 0 %)' })
  expect(screen.getByText('Upload of web: paused')).toHaveAttribute('role', 'status')

  await userEvent.click(status)
  region.setFreeBytes(Infinity)
  await userEvent.click(await screen.findByRole('button', { name: 'Continue the upload of web (amd64)' }))
  await userEvent.click(screen.getByRole('link', { name: 'Local mirror' }))
  await userEvent.click(await screen.findByRole('link', { name: 'Upload of web (complete)' }))
  expect(await line('web')).toHaveTextContent(/has checked the SHA256/)
  await userEvent.click(screen.getByRole('link', { name: 'Local mirror' }))
  await screen.findByRole('heading', { level: 1, name: 'Local mirror' })
  expect(screen.queryByRole('link', { name: /^Upload of web/ })).not.toBeInTheDocument()
})

test('others see that only administrators upload', async () => {
  const { open } = await startTestProduct('read-only')
  open('/images/upload')
  expect(
    await screen.findByText(/^Only MAAS administrators can upload images\. operator is not/),
  ).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Upload image' })).not.toBeInTheDocument()
})
