import type { StreamReader } from '#lib/maas-version.ts'
import type { StreamFile, StreamIndex } from '#streams/region-warnings.ts'
import { indexMisfits, INVALID_INDEX, INVALID_PRODUCTS, productsMisfits } from './model-reader.ts'
import { formatOf, indexFaults, productsFaults } from './python-reader.ts'

type File = Omit<StreamFile, 'products'>

/** Up to 3.7 MAAS catches this failure alone, besides those of the network, and shows a notification. */
export const SIGNATURE_MISSING = 'No signature found!'

/** What ends a reader's reading of a stream, in MAAS's words; null: it reads the stream. */
export function failureOf(index: StreamIndex, files: readonly File[], reader: StreamReader): string | null {
  return reader === 'to-3.7' ? failureTo37(index, files) : failureFrom38(index, files)
}

function failureTo37(index: StreamIndex, files: readonly File[]): string | null {
  const parts = [
    { ...index, faults: indexFaults(index.json, index.path) },
    ...files
      .filter(({ followed }) => followed)
      .map(({ entry: { path }, json, signedAnyway }) => ({
        path,
        signedAnyway,
        faults: formatOf(json) === 'index:1.0' ? indexFaults(json, path) : productsFaults(json, path),
      })),
  ]
  for (const { path, signedAnyway, faults } of parts) {
    if (signedAnyway) return 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'
    if (index.signed && path.endsWith('.json')) return SIGNATURE_MISSING
    const [first] = faults
    if (first) return first.error
  }
  return null
}

function failureFrom38(index: StreamIndex, files: readonly File[]): string | null {
  if (indexMisfits(index.json).length > 0) return INVALID_INDEX
  for (const { entry, depth, json } of files) {
    if (depth > 0) continue
    if (index.signed && entry.path.endsWith('.json')) return 'Failed to verify PGP signature.'
    if (productsMisfits(json).length > 0) return INVALID_PRODUCTS
  }
  return null
}
