import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { compareCatalogues } from '#streams/catalogue/compare.ts'
import { OFFERED, releaseOf } from '#testing/catalogue.ts'
import { ComparisonView } from './comparison-view.tsx'
import type { Return } from '#features/source/rules/restored.ts'
import type { WantedRelease } from '#selections/wanted.ts'

const JAMMY: WantedRelease = {
  os: 'ubuntu',
  release: 'jammy',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
}
type Releases = Parameters<typeof compareCatalogues>[1]

const show = (
  before: Releases | null,
  after: Releases,
  returns: Return | null = null,
  deletesImmediately = false,
  cost: Parameters<typeof ComparisonView>[0]['cost'] = { download: 0, freed: 0 },
) =>
  render(
    <ComparisonView
      comparison={compareCatalogues(before, after, [JAMMY], { kernelsFiltered: true })}
      choices={new Map()}
      rules={{ inPlace: true, commissioning: 'ubuntu/noble', deletesImmediately }}
      cost={cost}
      returns={returns}
      onChoose={() => undefined}
    />,
  )

test('of hundreds of new releases, the first are named and the others counted', () => {
  const many = Array.from({ length: 30 }, (_, index) => releaseOf(`new-${index}`, 'amd64'))
  show(OFFERED, { releases: [...OFFERED.releases, ...many] })
  expect(
    screen.getByText(/^Only at the new source: new-0, .*, new-11 and 18 more\. They are not selected/),
  ).toBeVisible()
})

test('if the current source is not known, the page says that less may have to be downloaded', () => {
  show(null, OFFERED)
  expect(screen.getByText(/current source has not been read/)).toBeVisible()
})

test('if both sources are known, the page does not say that', () => {
  show(OFFERED, OFFERED)
  expect(screen.queryByText(/has not been read/)).toBeNull()
})

test('an undo offers no choice for missing releases, and says which selections are deleted and created again', () => {
  const before = { releases: [releaseOf('jammy', 'amd64')] }
  const returns: Return = { fates: new Map([['ubuntu/jammy', 'goes']]), again: ['20.04 LTS'] }
  show(before, { releases: [releaseOf('focal', 'amd64')] }, returns)
  expect(screen.queryByRole('combobox')).toBeNull()
  expect(screen.getByRole('row', { name: /jammy/ })).toHaveTextContent('Clear the release')
  expect(screen.getByText('Selected again: 20.04 LTS.')).toBeVisible()
  expect(screen.queryByText(/^Only at the new source/)).toBeNull()
})

test.each([
  [true, 'Clear the release and delete its images immediately', '0 B freed.'],
  [false, 'Clear the release', '0 B freed after the import.'],
])('the page says if MAAS deletes images with their selection (%s)', (deletesImmediately, drop, freed) => {
  show({ releases: [releaseOf('jammy', 'amd64')] }, { releases: [] }, null, deletesImmediately)
  expect(screen.getByRole('option', { name: drop })).toBeInTheDocument()
  expect(screen.getByText(/to download/)).toHaveTextContent(freed)
})

test('if another import comes first, all bytes are marked, those that are due too', () => {
  show(OFFERED, OFFERED, null, false, { download: 1_000, freed: 2_000, due: 3_000, isAbout: true })
  expect(screen.getByText(/to download/)).toHaveTextContent(
    'About 1.0 kB to download, about 2.0 kB freed after the import. The import also downloads about 3.0 kB that is due anyway.',
  )
})

test('an undo says it too', () => {
  const returns: Return = { fates: new Map([['ubuntu/jammy', 'goes']]), again: [] }
  show(OFFERED, OFFERED, returns, true)
  expect(screen.getByRole('row', { name: /Clear the release/ })).toHaveTextContent(
    'MAAS deletes its images immediately',
  )
})
