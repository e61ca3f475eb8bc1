import { render, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { OFFERED, aRegionAnswer } from '#testing/catalogue.ts'
import type { FilesAnswer } from '#contract/gateway.ts'
import { FoundSource } from './found-source.tsx'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import { sourcePlan } from '#features/source/rules/source-plan.ts'

const TITLE = 'MAAS imports everything from this source until you select something'
const OLD = bootSourceAt(1, 'http://mirror.example.com/large/')

/** A source without bootloaders, either replacing another source or added to one from which nothing is selected. */
function show(
  old: SourceState | null,
  version = '3.5.13',
  {
    restores = null,
    importing = false,
    files = null,
  }: { restores?: SourceTarget['selections'] | null; importing?: boolean; files?: FilesAnswer | null } = {},
) {
  const { source, selections } = old ?? OLD
  const region = { ...aRegionAnswer(version), sources: [{ source, selections: [...selections] }] }
  const input = {
    region,
    sources: [old ?? OLD],
    old,
    present: OFFERED,
    spec: { url: 'http://mirror.example.com/bare/', keyring_filename: '/k.gpg', keyring_data: '' },
    extras: undefined,
    catalogue: OFFERED,
    images: [],
    files,
    catalogues: new Map(),
    restores,
  }
  render(
    <FoundSource
      region={region}
      catalogue={OFFERED}
      plan={sourcePlan(input, new Map())}
      compares={old !== null}
      restores={restores}
      importing={importing}
      choices={new Map()}
      onChoose={() => undefined}
      refusalReasons={[]}
      usesAnyway={false}
      onUseAnyway={() => undefined}
    />,
  )
}

test('a change to a source without bootloaders says that MAAS imports all of it, and how to avoid that', () => {
  show(OLD)
  const notice = screen.getByText(TITLE).parentElement
  expect(notice).toHaveTextContent('The import that follows the change brings all its images (5, 500 B)')
  expect(notice).toHaveTextContent('select images on the Images page first')
  expect(screen.getByText(/^Nothing is selected yet\. 500 B to download/)).toBeVisible()
})

test('adding a source says that no import starts', () => {
  show(null)
  expect(screen.getByText(TITLE).parentElement).toHaveTextContent('Adding it starts no import')
})

test('for MAAS 3.8 there is no such warning: it imports only what is selected', () => {
  show(OLD, '3.8.0')
  expect(screen.queryByText(TITLE)).toBeNull()
})

/** CentOS, as an upgrade of MAAS can leave it, which the new source does not list. */
const twice = (times: number): FilesAnswer => ({
  complete: true,
  resources: Array.from({ length: times }, () => ({
    synced: true,
    name: 'centos/8',
    architecture: 'amd64/generic',
    sets: [],
  })),
})

test.each<[string, string, number, boolean]>([
  ['fails', '3.7.3', 2, true],
  ['does not fail if MAAS has the image once', '3.7.3', 1, false],
  ['does not fail in 3.8', '3.8.0', 2, false],
])(
  'after a change that leaves an image unread, the import %s, and the dialog says so',
  (_, version, times, fails) => {
    show(OLD, version, { files: twice(times) })
    const text =
      'MAAS has CentOS “8” (amd64) twice and cannot remove it, so the next import will fail, and all later ones. Choose Delete images to delete it first.'
    expect(screen.queryByText(text) !== null).toBe(fails)
  },
)

/* What a change deletes immediately: only MAAS 3.8 deletes images together with a source or a selection. */

const CREATED_AGAIN = 'MAAS deletes the images of the current source immediately'
const NOBLE = { os: 'ubuntu', release: 'noble', arches: ['amd64', 'arm64'], subarches: ['*'], labels: ['*'] }
const selected = [{ ...NOBLE, id: 1, boot_source_id: 1 }]
const RANKED = { name: 'Large', priority: 1, enabled: true, skip_keyring_verification: false }
const withData = (version: string) =>
  bootSourceAt(
    1,
    OLD.source.url,
    { keyring_filename: '', keyring_data: 'mQENBA==', ...(version === '3.8.0' && RANKED) },
    selected,
  )

test('with MAAS 3.8 a source that has to be created again loses its images immediately, and why', () => {
  show(withData('3.8.0'), '3.8.0', { importing: true })
  const notice = screen.getByText(CREATED_AGAIN).parentElement
  expect(notice).toHaveTextContent('A source with keyring data cannot be changed to a keyring file')
  expect(notice).toHaveTextContent('the old one is deleted with its images')
  expect(notice).toHaveTextContent('The import that follows downloads the selected images again')
  expect(screen.getByText('An import is running').parentElement).toHaveTextContent(
    'partial downloads are deleted and start over',
  )
})

test.each([
  ['MAAS 3.5 keeps the images until the import', withData('3.5.13'), '3.5.13'],
  [
    'a source that is updated in place keeps its images',
    bootSourceAt(1, OLD.source.url, RANKED, selected),
    '3.8.0',
  ],
  ['adding a source deletes nothing', null, '3.8.0'],
])('%s: nothing is said about deletion', (_, old, version) => {
  show(old, version)
  expect(screen.queryByText(CREATED_AGAIN)).toBeNull()
  expect(screen.queryByText(/^MAAS deletes the images of/)).toBeNull()
})

describe('an undo that takes an architecture of a release away', () => {
  const restores = [{ ...NOBLE, arches: ['amd64'] }]
  const title = 'MAAS deletes the images of Ubuntu noble and downloads them again'

  test('deletes the images of the other architectures, too, with MAAS 3.8', () => {
    show(bootSourceAt(1, OLD.source.url, RANKED, selected), '3.8.0', { restores })
    expect(screen.getByText(title).parentElement).toHaveTextContent(
      'The change deletes the images of all architectures immediately; the import that follows downloads the selected ones again',
    )
    expect(screen.getByText('Your previous selection is restored: 1 release.')).toBeVisible()
  })

  test('keeps them with MAAS 3.5', () => {
    show(bootSourceAt(1, OLD.source.url, {}, selected), '3.5.13', { restores })
    expect(screen.getByText('Your previous selection is restored: 1 release.')).toBeVisible()
    expect(screen.queryByText(title)).toBeNull()
  })
})
