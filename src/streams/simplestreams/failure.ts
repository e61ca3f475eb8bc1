import type { StreamReader } from '#lib/maas-version.ts'
import type { JudgedIndex, StreamFile } from '#streams/region-warnings.ts'
import { INVALID_INDEX, INVALID_PRODUCTS } from './model-reader.ts'

type File = Omit<StreamFile, 'products'>

/** Up to 3.7 MAAS catches this failure alone, besides those of the network, and shows a notification. */
export const SIGNATURE_MISSING = 'No signature found!'

/** What ends a reader's reading of a stream, in MAAS's words; null: it reads the stream. */
export function failureOf(index: JudgedIndex, files: readonly File[], reader: StreamReader): string | null {
  return reader === 'to-3.7' ? failureTo37(index, files) : failureFrom38(index, files)
}

function failureTo37(index: JudgedIndex, files: readonly File[]): string | null {
  const parts = [
    index,
    ...files
      .filter(({ followed }) => followed)
      .map(({ entry: { path }, signedAnyway, faults }) => ({ path, signedAnyway, faults })),
  ]
  for (const { path, signedAnyway, faults } of parts) {
    if (signedAnyway) return 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'
    if (index.signed && path.endsWith('.json')) return SIGNATURE_MISSING
    const [first] = faults
    if (first) return first.error
  }
  return null
}

function failureFrom38(index: JudgedIndex, files: readonly File[]): string | null {
  if (index.misfits.length > 0) return INVALID_INDEX
  for (const { entry, depth, misfits } of files) {
    if (depth > 0) continue
    if (index.signed && entry.path.endsWith('.json')) return 'Failed to verify PGP signature.'
    if (misfits.length > 0) return INVALID_PRODUCTS
  }
  return null
}
