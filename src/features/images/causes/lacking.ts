import type { Table } from '#features/images/rules/model.ts'
import { unchangedImages } from '#features/images/table/unchanged-images.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { cause, type Cause } from './causes.ts'

/** Selected images that the sources do not offer, and those of which they lack files, by name. */
export type Lacking = { readonly gone: readonly string[]; readonly absent: readonly string[] }

export const lackingOf = (table: Pick<Table, 'groups'>): Lacking => ({
  gone: unchangedImages(table, ['gone']),
  absent: unchangedImages(table, ['absent']),
})

const SHOWN = 5
const named = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '')

const fix = {
  kind: 'link',
  label: 'Show what needs attention',
  to: { pathname: '/images', search: '?state=attention' },
} as const

/** Missing files keep an import from being complete. */
export function absentCauses({ absent }: Lacking, version: string): Cause[] {
  if (absent.length === 0) return []
  const { limitsDownloads } = capabilitiesOf(version)
  return [
    cause(
      'absent',
      'Files of selected images are missing at the source',
      `MAAS cannot complete ${named(absent)}.${
        limitsDownloads ? ' It tries missing files again without a message, until its time limit.' : ''
      }`,
      'Complete the mirror and run its update job again, or clear these images. Then retry the import.',
      { fix },
    ),
  ]
}

export const NOT_OFFERED = 'not-offered'

/** An image that is no longer offered gets no updates, but the import goes on. */
export const goneCauses = ({ gone }: Lacking): Cause[] =>
  gone.length === 0
    ? []
    : [
        cause(
          NOT_OFFERED,
          'Selected images are not offered',
          `No source offers ${named(gone)}, so they get no updates. Imports of other images go on.`,
          'Clear these images, or change to a source that offers them.',
          { fix },
        ),
      ]
