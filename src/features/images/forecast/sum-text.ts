import { formatBytes } from '#lib/bytes.ts'
import type { Summary } from './summary.ts'

/** "2 images to add, 1 to remove. 1.2 GB to download, 0.4 GB freed." */
export function sumText({
  add,
  remove,
  kept,
  kernels,
  arches,
  downloadBytes,
  due,
  freedBytes,
  isAbout,
  isDueAbout,
}: Summary): string {
  const parts = [
    add.length > 0 && `${add.length} ${add.length === 1 ? 'image' : 'images'} to add`,
    remove.length > 0 && `${remove.length} ${remove.length === 1 ? 'image' : 'images'} to remove`,
    kept.length > 0 && `${kept.length} cleared, kept by MAAS`,
    kernels.length > 0 &&
      `other kernels for ${kernels.length} ${kernels.length === 1 ? 'release' : 'releases'}`,
    arches.length > 0 &&
      `future architectures for ${arches.length} ${arches.length === 1 ? 'release' : 'releases'}`,
  ].filter((part) => part !== false)
  const sizeOf = (bytes: number) => sizeText(bytes, isAbout)
  const bytes = [
    downloadBytes > 0 && `${sizeOf(downloadBytes)} to download`,
    due.bytes > 0 && `${sizeText(due.bytes, isDueAbout)} due anyway`,
    freedBytes > 0 && `${sizeOf(freedBytes)} freed`,
  ].filter((part) => part !== false)
  const what = parts.length > 0 ? parts.join(', ') : 'The selection changes, but the images stay the same'
  return [what, ...bytes].join(' · ')
}

/** "about 430.0 MB", but "0 B" */
export const sizeText = (bytes: number, isAbout = false): string =>
  `${isAbout && bytes > 0 ? 'about ' : ''}${formatBytes(bytes)}`
