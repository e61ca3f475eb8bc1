import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { ownerOf, writeRecord } from '#api/store/records.ts'
import { regionAnswer } from '#contract/gateway.ts'
import { startTestProduct } from '#testing/product.tsx'
import { DeleteResult } from './delete-result.tsx'
import { DELETION } from './deletion-record.ts'

// a deletion is many calls, and finding a role in a long list is slow on a busy machine
configure({ asyncUtilTimeout: 30_000 })

const button = (name: string) => screen.findByRole('button', { name })
const deletion = () => screen.findByRole('region', { name: 'Deletion' })
const noDeletion = () =>
  waitFor(() => expect(screen.queryByRole('region', { name: 'Deletion' })).not.toBeInTheDocument())

test('MAAS 3.8: a deletion that a reload interrupts is finished, and its result stays until it is dismissed', async () => {
  const { simulator, open } = await startTestProduct('maas-3.8')
  const { region, clock } = simulator
  // the running import ends
  clock.advance(3 * 3_600_000)
  region.isImporting()
  const jammy = () => region.selections(1).find(({ release }) => release === 'jammy')
  const owner = ownerOf(regionAnswer.parse(await (await fetch('/gateway/region')).json()))
  // MAAS has deleted the selection, and the page was reloaded before it created it again
  region.deleteSelection(1, jammy()?.id ?? 0)
  const id = { kind: 'synced' as const, os: 'ubuntu', release: 'jammy', arch: 'arm64' }
  const wanted = { arches: ['amd64'], subarches: ['*'], labels: ['*'] }
  const lost = [{ id: { sourceId: 1, os: 'ubuntu', release: 'jammy' }, wanted }]
  await writeRecord(
    DELETION,
    owner,
    {
      at: Date.UTC(2026, 10, 23, 8, 59, 0),
      images: [{ id, name: 'Ubuntu 22.04 LTS (arm64)', rows: ['1/ubuntu/jammy'] }],
      left: { lost, importOwed: true },
      outcome: null,
    },
    'interrupted',
  )

  open('/images?q=jammy')
  const unfinished = within(await deletion())
  expect(unfinished.getByRole('alert')).toHaveTextContent(/^Deletion not finished/)
  expect(unfinished.getByText(/MAAS may have deleted the selection of ubuntu jammy/)).toBeVisible()
  expect(unfinished.getByText(/The import that has to follow may not have started/)).toBeVisible()
  await userEvent.click(unfinished.getByRole('button', { name: 'Continue' }))
  expect(await unfinished.findByText('Image deleted')).toBeVisible()
  expect(await deletion()).toHaveFocus()
  expect(jammy()?.arches).toEqual(['amd64'])

  // another page of the product, and a reload
  await userEvent.click(screen.getByRole('link', { name: 'Activity' }))
  await screen.findByRole('heading', { level: 1, name: 'Activity' })
  expect(await screen.findByText(/^Created selection: ubuntu jammy/)).toBeVisible()
  await userEvent.click(screen.getByRole('link', { name: 'Images' }))
  expect(within(await deletion()).getByText(/Ubuntu 22.04 LTS \(arm64\)\.$/)).toBeVisible()
  cleanup()
  open('/images?q=jammy')
  expect(within(await deletion()).getByText('Image deleted')).toBeVisible()
  await userEvent.click(await button('Dismiss'))
  await noDeletion()
  cleanup()
  open('/images?q=jammy')
  await screen.findByRole('grid', { name: 'Images' })
  await noDeletion()
})

const ID = { kind: 'synced' as const, os: 'ubuntu', release: 'jammy', arch: 'arm64' }
const LOST = {
  id: { sourceId: 1, os: 'ubuntu', release: 'jammy' },
  wanted: { arches: ['amd64'], subarches: ['*'], labels: ['*'] },
}
const REASON = 'Choose another commissioning release in Default images first.'

test.each([
  ['steps that are left', { lost: [LOST] }, 'Image deleted, but some steps are left', 'Continue'],
  [
    'an import that did not start',
    { importFailed: 'No.' },
    /some steps are left.*did not start\. No\./,
    'Continue',
  ],
  ['nothing left', {}, /^Image deleted.*Ubuntu 22\.04 LTS \(arm64\)\./, 'Dismiss'],
  ['a refusal', { refused: [{ image: ID, reason: REASON }] }, '1 of 2 images deleted', 'Default images'],
])('the result of a deletion with %s', (_, part, text, offers) => {
  const nothing = { left: [], refused: [], stays: [], lost: [], importFailed: null }
  const outcome = { deleted: [ID], ...nothing, ...part }
  const images = [{ id: ID, name: 'Ubuntu 22.04 LTS (arm64)', rows: [] }]
  const deletion = { at: 0, images, left: { lost: [], importOwed: false }, outcome }
  const ignore = () => undefined
  render(
    <MemoryRouter>
      <DeleteResult
        shown={{ key: 'one', deletion, state: 'ended', steps: [] }}
        off={null}
        takeBegun={() => false}
        onContinue={ignore}
        onUndo={null}
        onDismiss={ignore}
      />
    </MemoryRouter>,
  )
  const result = screen.getByRole('region', { name: 'Deletion' })
  expect(result).toHaveTextContent(text)
  expect(within(result).getByText(offers)).toBeVisible()
})
