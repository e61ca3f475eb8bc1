import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { expect, test, vi } from 'vitest'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { RunningChange } from './running-change.tsx'
import type { useChange } from '#features/source/change/use-change.ts'

const spec = { url: 'http://mirror.example.com/ubuntu/', keyring_filename: '/k.gpg', keyring_data: '' }

const aChange = (part: Partial<ReturnType<typeof useChange>>): ReturnType<typeof useChange> => ({
  steps: [{ label: 'Create the source', status: 'running' }],
  running: true,
  outcome: null,
  last: { target: { spec, selections: [], replaces: null }, before: [] },
  ended: null,
  run: () => Promise.resolve(),
  goBack: () => Promise.resolve(),
  finishFound: () => Promise.resolve(),
  reset: () => undefined,
  ...part,
})

test('the dialog of a running change says why it stays open when someone tries to close it', async () => {
  const onClose = vi.fn<() => void>()
  render(<RunningChange change={aChange({})} onClose={onClose} />)
  expect(screen.getByRole('dialog', { name: 'Add source' })).toBeInTheDocument()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.getByRole('alert')).toHaveTextContent('stays open until the change ends')
  const first = screen.getByRole('alert')
  await userEvent.keyboard('{Escape}')
  // announced again
  expect(screen.getByRole('alert')).not.toBe(first)
  expect(onClose).not.toHaveBeenCalled()
})

test.each([
  ['old', true],
  ['between', false],
] as const)('a change that failed with the region %s leads back to its form: %s', async (progress, leads) => {
  const onEdit = vi.fn<() => void>()
  const outcome = { kind: 'failed', message: 'Taken.', progress } as const
  render(
    <MemoryRouter>
      <RunningChange
        change={aChange({ running: false, outcome })}
        onClose={() => undefined}
        onEdit={onEdit}
      />
    </MemoryRouter>,
  )
  const edit = screen.queryByRole('button', { name: 'Edit source' })
  expect(edit !== null).toBe(leads)
  if (edit) await userEvent.click(edit)
  expect(onEdit).toHaveBeenCalledTimes(leads ? 1 : 0)
})

const selection = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

test.each([
  ['an import has begun', '2026-11-23T09:00:05Z', [selection], /Import started/],
  [
    'none has begun after 30 seconds',
    '2026-11-23T08:00:00Z',
    [selection],
    /^MAAS has not reported an import since the change/,
  ],
  ['nothing is selected, so none begins', '2026-11-23T08:00:00Z', [], /so no import was started/],
])('after a change, the page says what is known of the import: %s', (_, lastStarted, selections, text) => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  const region = aRegionAnswer()
  const sync = { ...region.sync, lastStarted }
  client.setQueryData(regionQuery().queryKey, { ...region, sync })
  client.setQueryData(imagesQuery().queryKey, { importing: false, images: [], unread: 0 })
  const last = { target: { spec, selections, replaces: null }, before: [] }
  const ended = { at: '2026-11-23T09:00:00Z', startedBefore: '2026-11-23T08:00:00Z' }
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <RunningChange
          change={aChange({ running: false, outcome: { kind: 'done' }, ended, last })}
          onClose={() => undefined}
        />
      </MemoryRouter>
    </QueryClientProvider>,
  )
  const said = [
    /Import started/,
    /^MAAS has not reported an import since the change/,
    /so no import was started/,
  ].filter((one) => screen.queryByText(one))
  expect(said).toEqual([text])
})
