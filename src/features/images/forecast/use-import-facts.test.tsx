import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test, vi } from 'vitest'
import { filesQuery } from '#api/images.ts'
import { writeRecord } from '#api/store/records.ts'
import type { FilesAnswer } from '#contract/gateway.ts'
import { ALL_OF, aRegion, jammy, noble } from '#testing/image-fixtures.ts'
import type { RunningImport } from '#features/images/draft/running-import.ts'
import { NOTHING_UNSAVED, UNSAVED } from '#features/images/draft/unsaved.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useImportFacts } from './use-import-facts.ts'

const START = '2026-11-27T09:00:00Z'
const HOUR = 3_600_000

type Data = ReturnType<typeof useImages>

/** A page that shows noble selected, since an hour before (or after) the running import began. */
function shown(region: string, hours: number): Data {
  const { sources, saved } = aRegion([[noble, ALL_OF('amd64')]])
  const page = {
    region: { data: { sync: { lastStarted: START } }, dataUpdatedAt: 0 },
    images: { dataUpdatedAt: 0 },
    owner: { region, user: 'ann' },
    sources,
    saved,
    sourcesSince: Date.parse(START) + hours * HOUR,
    importing: true,
    stopping: false,
    syncsSelections: false,
  }
  return page as unknown as Data
}

/** What another tab has stored at its first write: the import began with jammy. */
function storedBy({ sources, owner }: Data, name: string): Promise<void> {
  const { wanted } = aRegion([[jammy, ALL_OF('amd64')]])
    .saved.values()
    .next().value!
  const selections = [{ ...jammy, wanted }]
  const began = { sources: sources!.map(({ source }) => source), selections }
  const runningImport: RunningImport = { lastStarted: START, began }
  return writeRecord(
    UNSAVED,
    owner!,
    { ...NOTHING_UNSAVED, at: START, importOwed: true, runningImport },
    name,
  )
}

/** @param unsure gets the number of files of which it is not known, render after render */
function facts(data: Data, client = new QueryClient(), needed: unknown = null, unsure: number[] = []) {
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(
    () => {
      const known = useImportFacts(data, undefined, needed, 1)
      unsure.push(known.half?.unsure.size ?? 0)
      return known
    },
    { wrapper },
  ).result
}

const releases = ({ current: { began } }: ReturnType<typeof facts>) =>
  began && [[...began.selected.values()].map(({ release }) => release), began.sure]

test.each([
  ['since before an import is what it began with', -1, [['noble'], true]],
  ['only since it began may have been changed during it', 1, undefined],
])('what the page has shown %s', (_, hours, expected) => {
  expect(releases(facts(shown('page alone', hours)))).toEqual(expected)
})

test('what another tab stored at its first write during the import counts for all tabs', async () => {
  const data = shown('two tabs', 1)
  const result = facts(data)
  expect(releases(result)).toBeUndefined()
  await storedBy(data, 'other tab')
  await waitFor(() => expect(releases(result)).toEqual([['jammy'], false]))
})

test('while it is not known whether a file that is half here starts over, the files are read again', async () => {
  const filesAnswer = (here: number): FilesAnswer => ({
    complete: true,
    resources: [
      {
        synced: true,
        name: 'ubuntu/noble',
        architecture: 'amd64/ga-24.04',
        sets: [{ version: '1', label: '', complete: false, files: [['sum', 100, here, 'squashfs']] }],
      },
    ],
  })
  const reads = vi.fn<() => Promise<Response>>(() => Promise.resolve(Response.json(filesAnswer(41))))
  vi.stubGlobal('fetch', reads)
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: HOUR } } })
  client.setQueryData(filesQuery().queryKey, filesAnswer(40))
  const unsure: number[] = []
  const result = facts(shown('half files', -1), client, 'a draft', unsure)
  // it has grown, so the running import downloads its rest
  await waitFor(() => expect(result.current.half?.grows).toBe(true))
  expect(result.current.half?.unsure.size).toBe(0)
  expect(unsure).toContain(1)
  expect(reads).toHaveBeenCalledTimes(1)
  client.clear()
})
