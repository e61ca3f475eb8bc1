import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { CataloguePresence } from '#contract/gateway.ts'
import { releaseOf } from '#testing/catalogue.ts'
import { presenceText } from './presence-text.ts'
import { SourceReport } from './source-report.tsx'

const checked = (part: object): CataloguePresence => ({
  state: 'checked',
  by: 'files',
  checked: 9,
  total: 9,
  absent: 0,
  bootloaders: [],
  wrongSize: [],
  sampled: 0,
  lost: false,
  unsized: 0,
  stopped: null,
  ...part,
})
const kept = (part: object) => checked({ by: 'book-keeping', sampled: 9, ...part })

test.each<[string, CataloguePresence, string]>([
  ['of maas.io', { state: 'assumed' }, 'maas.io has all files that it lists.'],
  [
    'during the check',
    { state: 'checking', checked: 3, total: 9 },
    'Checking which listed files exist: 3 of 9.',
  ],
  [
    'before the check has counted them',
    { state: 'checking', checked: 0, total: 0 },
    'Checking which listed files exist.',
  ],
  ['that the server does not report', { state: 'unknown', message: 'It does not say.' }, 'It does not say.'],
  ['of a source without files', checked({ checked: 0, total: 0 }), 'The source lists no files.'],
  ['all confirmed', checked({}), 'All listed files exist. Checked file by file.'],
  [
    'all in the mirror’s records, and a sample confirmed',
    kept({ sampled: 24 }),
    'All listed files exist. According to the mirror’s records; a sample of 24 files was found.',
  ],
  [
    'all in the mirror’s records only',
    kept({ sampled: 0 }),
    'No listed file is missing. According to the mirror’s records; the server does not confirm individual files.',
  ],
  [
    'one missing',
    checked({ absent: 1 }),
    '1 listed image is missing on the mirror. MAAS cannot import it. Checked file by file.',
  ],
  [
    'images and bootloaders missing',
    kept({ absent: 2, bootloaders: ['pxelinux/i386'] }),
    '2 listed images are missing on the mirror; bootloaders missing: pxelinux/i386. MAAS cannot import them. According to the mirror’s records; a sample of 9 files was found.',
  ],
  [
    'some missing and some truncated',
    checked({ absent: 2, wrongSize: ['ubuntu/noble/amd64', 'shim/amd64'], bootloaders: ['shim/amd64'] }),
    '1 listed image is missing on the mirror; 1 listed image has a file of the wrong size; bootloaders with a file of the wrong size: shim/amd64. MAAS cannot import them. Checked file by file.',
  ],
  [
    'only a bootloader missing',
    checked({ bootloaders: ['shim/amd64'] }),
    'Bootloaders missing: shim/amd64. MAAS cannot import it. Checked file by file.',
  ],
  [
    'lost after the mirror was created',
    checked({ absent: 1, lost: true }),
    'The mirror lost files after it was created: its records name files that are missing on the server or have another size. 1 listed image is missing on the mirror. MAAS cannot import it. Checked file by file.',
  ],
  [
    'confirmed without a size',
    checked({ unsized: 9 }),
    'All listed files exist. Checked file by file. The server does not report the size of 9 of 9 files, so truncated ones are not noticed.',
  ],
  [
    'checked in part',
    checked({ checked: 4, absent: 1, stopped: 'time' }),
    '1 listed image is missing on the mirror. MAAS cannot import it. The server answers too slowly: only 4 of 9 files were checked, and others may be missing too.',
  ],
])('the report says about files: %s', (_, presence, text) => {
  expect(presenceText(presence)).toBe(text)
})

test('the report names each image and bootloader that is not as listed, and the reason', () => {
  const release = releaseOf('noble', 'amd64', 'arm64')
  const [amd64, arm64] = release.arches
  if (!amd64 || !arm64) throw new Error('The release has two architectures.')
  const arches = [
    { ...amd64, absent: true as const },
    { ...arm64, absent: ['candidate'] },
  ]
  const catalogue = emptyCatalogue({
    releases: [{ ...release, arches }],
    presence: checked({
      absent: 2,
      bootloaders: ['shim/amd64'],
      wrongSize: ['ubuntu/noble/arm64 (candidate)'],
    }),
  })
  render(<SourceReport catalogue={catalogue} version="3.5.13" />)
  expect(screen.getByText('3 images and bootloaders not as listed')).toBeVisible()
  expect(screen.getAllByRole('listitem', { hidden: true }).map(({ textContent }) => textContent)).toEqual([
    'ubuntu/noble/amd64: a file is missing',
    'ubuntu/noble/arm64 (candidate): a file has the wrong size',
    'shim/amd64: a file is missing',
  ])
})
